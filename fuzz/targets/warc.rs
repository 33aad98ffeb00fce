#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| newsfold_fuzz::warc(data));
