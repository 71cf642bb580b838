-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- An app for several tabs: a getter that counts its evaluations, someone with a name, a list.

Person = { type = "Person" }
Person.__index = Person

function Person:getName()
  return self.name
end

Row = { type = "Row" }
Row.__index = Row

App = { type = "App" }
App.__index = App

-- How often tick() was evaluated is in `calls`.
function App:tick()
  self.calls = self.calls + 1
  return self.title
end

function App:rename()
  self.owner.name = "Bea"
end

function App:nobody()
  self.owner = nil
end

function App:add()
  table.insert(self.rows, setmetatable({ name = "new" }, Row))
end

function App:shout(text)
  if text == nil then
    return self.loud
  end
  self.loud = string.upper(text)
end

function App:broken()
  if self.is_broken then
    error("it broke", 0)
  end
  return "fine"
end

function App:toggle()
  self.is_broken = not self.is_broken
end

app = setmetatable({
  calls = 0,
  title = "T",
  loud = "A",
  is_broken = false,
  owner = setmetatable({ name = "Ann", age = 7 }, Person),
  rows = { setmetatable({ name = "a" }, Row), setmetatable({ name = "b" }, Row) },
}, App)
session:createAppVariable(app)
