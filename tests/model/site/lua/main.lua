-- The application of tests/model: objects that do what they are told. `perform` takes one command
-- at a time; tests/model/plain_app.h does the same in plain data.

require("labels")

-- By what one home or one run could be told from another: the order of keys that are objects, the
-- numbers by which they are printed, the last bits of functions. Whatever is broken says it.
local done, kept = 0, {}
local function traits(object)
  local order = {}
  for key, at in pairs(kept) do order[#order + 1] = at .. tostring(key):sub(-4) end
  return tostring(object) .. " " .. table.concat(order, " ") .. (" %a %.17g"):format(math.sin(done), done ^ 0.3)
end

local Node = session:prototype("Node", { name = EMPTY, ref = EMPTY, color = "none", broken = false })

function Node:title() return "title of " .. tostring(self.index) end
function Node:risky()
  if self.broken then error("node " .. self.index .. " is broken, " .. traits(self), 0) end
  return self.name
end
function Node:itself() return self end
function Node:rename(name) self.name = name end

-- Wraps an object or an array.
local Card = session:prototype("Card", {})
function Card:new(variable) return session:create(Card) end
function Card:label() return cardLabel() end

-- Presents an element of a list.
local Row = session:prototype("Row", {})
function Row:new(item) return session:create(Row, { base = item.baseItem }) end
function Row:label() return "row" end

-- Shows a primitive in place of what it wraps.
Kind = {}
function Kind.new(_, variable) return "a " .. type(variable:getValue()) end

local App = session:prototype("App", { caption = EMPTY, selected = EMPTY })

local NODES = 6
local nodes = {}
for i = 1, NODES do
  nodes[i] = session:create(Node, { index = i - 1, name = "n" .. (i - 1), list = {} })
end

local app = session:create(App, { items = {} })

function App:first() return self.items[1] end
function App:risky()
  if self.selected and self.selected.broken then error("selected is broken") end
  return self.selected
end

-- An element as a command names it: a node, a node's list or a scalar.
local function element(what)
  if type(what) ~= "table" then return what end
  if what.node then return nodes[what.node + 1] end
  return nodes[what.listOf + 1].list
end

-- The list a command works on.
local function target(command)
  if command.of == nil then return app.items end
  return nodes[command.of + 1].list
end

local function put(command, list)
  if command.of == nil then app.items = list else nodes[command.of + 1].list = list end
end

local commands = {}

function commands.insert(c)
  local what = element(c.what)
  if what ~= nil then table.insert(target(c), c.at + 1, what) end
end
function commands.remove(c) table.remove(target(c), c.at + 1) end
function commands.move(c)
  local list = target(c)
  table.insert(list, c.to + 1, table.remove(list, c.at + 1))
end
function commands.reverse(c)
  local list = target(c)
  local size = #list
  for i = 1, size // 2 do list[i], list[size + 1 - i] = list[size + 1 - i], list[i] end
end
function commands.duplicate(c)
  local list = target(c)
  table.insert(list, c.at + 1, list[c.at + 1])
end
function commands.copy(c) put(c, { table.unpack(target(c)) }) end
function commands.clear(c)
  local list = target(c)
  for i = #list, 1, -1 do list[i] = nil end
end
function commands.set(c) nodes[c.node + 1][c.field] = element(c.value) end
function commands.setApp(c) app[c.field] = element(c.value) end
function commands.tint(c) Node.color = c.color end
function commands.later(c)
  session:setTimeout(function() commands[c.command.op](c.command) end, c.delay)
end

function App:perform(command)
  done = done + 1
  kept[nodes[done * 5 % 7 + 1] or {}] = done
  kept[function() return done end] = done
  for _ = 1, done % 4 do
    local key = next(kept)
    if key ~= nil then kept[key] = nil end
  end
  commands[command.op](command)
end

session:createAppVariable(app)
