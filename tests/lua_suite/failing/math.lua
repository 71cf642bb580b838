-- In the style of the suite, with an error.

print("testing numbers")
assert(1 + 1 == 2)
assert(7 // 2 == 3)
assert(7 // 2 == 4)
print("OK")
