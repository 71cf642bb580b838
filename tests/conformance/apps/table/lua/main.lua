-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Six rows, and what happens to the rows of a table.

Row = { type = "Row" }
Row.__index = Row

function Row:rename()
  self.name = self.name .. "!"
end

local function row(name)
  return setmetatable({ name = name }, Row)
end

app = { rows = {}, tags = {}, others = { "x", "y" }, ["@1"] = "a field" }
for _, name in ipairs { "a", "b", "c", "d", "e", "f" } do
  table.insert(app.rows, row(name))
  table.insert(app.tags, "the tag of " .. name)
end

function app:front()
  table.insert(self.rows, 1, row("new"))
end

function app:middle()
  table.insert(self.rows, 4, row("mid"))
end

function app:append()
  table.insert(self.rows, row("last"))
end

function app:removeFirst()
  table.remove(self.rows, 1)
end

function app:removeThird()
  table.remove(self.rows, 3)
end

function app:swap()
  self.rows[2], self.rows[5] = self.rows[5], self.rows[2]
end

function app:lastToFront()
  table.insert(self.rows, 1, table.remove(self.rows))
end

function app:reverse()
  local reversed = {}
  for i = #self.rows, 1, -1 do
    table.insert(reversed, self.rows[i])
  end
  self.rows = reversed
end

function app:clear()
  self.rows = {}
end

function app:forget()
  self.rows = nil
end

function app:retag()
  self.tags[2] = "another tag, with \"a, b]\""
end

-- Lets the objects go that nobody holds any more.
function app:collect()
  collectgarbage()
end

session:createAppVariable(app)
