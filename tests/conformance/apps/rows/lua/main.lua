-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A list of rows and everything that can happen to a list.

Row = { type = "Row" }
Row.__index = Row

function Row:new(name)
  return setmetatable({ name = name }, self)
end

app = { rows = { Row:new("a"), Row:new("b") } }

function app:add()
  table.insert(self.rows, Row:new("new"))
end

function app:addFront()
  table.insert(self.rows, 1, Row:new("front"))
end

function app:removeFirst()
  table.remove(self.rows, 1)
end

function app:removeLast()
  table.remove(self.rows)
end

function app:reverse()
  local reversed = {}
  for i = #self.rows, 1, -1 do
    table.insert(reversed, self.rows[i])
  end
  self.rows = reversed
end

-- A new array of the same rows on every call.
function app:visible()
  return { table.unpack(self.rows) }
end

session:createAppVariable(app)
