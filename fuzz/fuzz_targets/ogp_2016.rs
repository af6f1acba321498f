#![no_main]

use ogp_tracker_fuzz::bodies;

libfuzzer_sys::fuzz_target!(init: bodies::prepare(), |data: &[u8]| {
    bodies::ogp_2016(data);
});
