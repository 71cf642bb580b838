-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A counter: the smallest app with a value, two actions, a derived text and templates.

Counter = { type = "Counter" }
Counter.__index = Counter

function Counter:inc()
  self.count = self.count + 1
end

function Counter:add(step)
  self.count = self.count + step
end

function Counter:label()
  return self.title .. ": " .. self.count
end

app = setmetatable({ count = 0, title = "Clicks" }, Counter)
session:createAppVariable(app)
