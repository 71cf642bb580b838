-- The suite's big.lua yields from inside; it must be resumed twice.

coroutine.yield("b")
return "a"
