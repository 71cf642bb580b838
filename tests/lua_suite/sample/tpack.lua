-- The suite's tpack.lua measures sizes with the library itself, so that it runs anywhere; we promise more.

assert(string.packsize("l") == 8 and string.packsize("T") == 8)
assert(select("#", string.unpack("<i4i4", string.pack("<i4i4", 1, 2))) == 3)
print("OK")
