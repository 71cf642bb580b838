-- In the style of the suite: what holds, and one line that our patches contradict on purpose.

print("testing strings")
assert(_port and _nomsg and not _soft)
assert(("%5.1f"):format(2.25) == "  2.2")
assert(string.rep("ab", 3, ",") == "ab,ab,ab")

do
  local s1 = string.rep("a", 300)
  local s2 = string.rep("a", 300)
    assert(string.format("%p", s1) ~= string.format("%p", s2))
end

print("OK")
