-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- What the model of an unmodified client plays with: values of every kind of binding, a list, and a view
-- whose object comes, changes its type and goes.

Note = session:prototype("Note", { label = "", done = false })
Plan = session:prototype("Plan", { goal = "rest" })
Board = session:prototype("Board", { title = "Board", draft = "", count = 0, color = "red", years = 30 })

function Note:toggle()
  self.done = not self.done
end

function Board:inc()
  self.count = self.count + 1
end

function Board:setCount(value)
  self.count = value
end

function Board:hot()
  return tonumber(self.count) > 1
end

function Board:add()
  local label = self.draft ~= "" and self.draft or "n" .. #self.notes + 1
  table.insert(self.notes, Note:new({ label = label }))
end

function Board:front()
  table.insert(self.notes, 1, Note:new({ label = "front" }))
end

function Board:drop()
  table.remove(self.notes)
end

function Board:pick()
  self.selected = self.notes[1]
end

function Board:plan()
  self.selected = Plan:new({ owner = self.notes[1] })
end

function Board:unpick()
  self.selected = nil
end

-- Read and written; what is no number is refused.
function Board:age(...)
  if select("#", ...) > 0 then
    local years = tonumber((...))
    if not years then
      error("not a number")
    end
    self.years = years
  end
  return self.years
end

-- Only written; what is no number is refused.
function Board:resize(size)
  self.size = tonumber(size) or error("not a number")
end

-- Something happens without anybody's doing.
function Board:later()
  session:setTimeout(function()
    self.title = "Later"
  end, 300)
end

app = Board:new({ notes = {} })
session:createAppVariable(app)
