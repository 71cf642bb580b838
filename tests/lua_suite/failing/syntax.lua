-- A file that does not compile.

local x =
end
