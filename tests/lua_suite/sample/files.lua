-- Temporary names are there for the suite only.

local name = os.tmpname()
local file <close> = assert(io.open(name, "w"))
assert(file:write("text"))
assert(os.remove(name))
print("OK")
