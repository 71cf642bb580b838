-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A counter: one object with two fields, three things to do with it, and a text that follows from it.

local Counter = session:prototype("Counter", { count = 0, step = 1 })

function Counter:increase() self.count = self.count + self.step end
function Counter:decrease() self.count = self.count - self.step end
function Counter:reset() self.count = 0 end

function Counter:isZero() return self.count == 0 end

function Counter:summary()
  if self.count == 0 then return "Nothing counted yet" end
  local kind = self.count % 2 == 0 and "an even" or "an odd"
  return ("That is %s number%s."):format(kind, self.count < 0 and " below zero" or "")
end

if not session.reloading then
  session:createAppVariable(session:create(Counter))
end
