//! The core behind a plain C interface: bytes in, bytes out. It is turned into JavaScript by wasm2js, for pages
//! whose security policy refuses WebAssembly; wasm-bindgen's own output can't be.
//!
//! A call takes UTF-8 of the function's name, a line feed, and its arguments as JSON; it answers with four bytes
//! of length (little-endian) and so many bytes of UTF-8. Whoever calls releases both.

use std::alloc::{Layout, alloc, dealloc};
use std::ptr;
use std::slice;

const LENGTH_BYTES: usize = 4;

fn layout(length: usize) -> Option<Layout> {
    Layout::array::<u8>(length.max(1)).ok()
}

/// Memory for `length` bytes; null if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    // SAFETY: the layout is never empty.
    layout(length).map_or(ptr::null_mut(), |layout| unsafe { alloc(layout) })
}

/// Gives back what `allocate(length)` or `call` returned.
///
/// # Safety
/// `pointer` came from here, for `length` bytes, and is not used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn release(pointer: *mut u8, length: usize) {
    if let Some(layout) = layout(length)
        && !pointer.is_null()
    {
        // SAFETY: the caller's promise is that this memory was allocated with this layout.
        unsafe { dealloc(pointer, layout) };
    }
}

/// Calls a function; null if there is no memory for the answer.
///
/// # Safety
/// `pointer` leads to `length` bytes that were written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(pointer: *const u8, length: usize) -> *mut u8 {
    // SAFETY: the caller's promise.
    let request = unsafe { slice::from_raw_parts(pointer, length) };
    let request = String::from_utf8_lossy(request);
    let (name, arguments) = request.split_once('\n').unwrap_or((&request, ""));
    let answer = tiermeter_module::call(name, arguments);
    let Ok(answer_length) = u32::try_from(answer.len()) else {
        return ptr::null_mut();
    };
    let result = allocate(LENGTH_BYTES + answer.len());
    if !result.is_null() {
        // SAFETY: the memory was allocated for exactly these bytes, and is nobody else's yet.
        unsafe {
            ptr::copy_nonoverlapping(answer_length.to_le_bytes().as_ptr(), result, LENGTH_BYTES);
            ptr::copy_nonoverlapping(answer.as_ptr(), result.add(LENGTH_BYTES), answer.len());
        }
    }
    result
}
