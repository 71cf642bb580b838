-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A Lua console: what is typed is compiled in an environment of its own, results are shown as Lua 5.1 shows
-- them, and every type gets a text by a wrapped session.prototype.

local declare = session.prototype
session.prototype = function(self, name, init, base)
  local prototype = declare(self, name, init, base)
  prototype.__tostring = function(instance) return "<" .. name .. " " .. (instance.name or "?") .. ">" end
  return prototype
end

Line = session:prototype("Line", { input = "", output = "" })
Thing = session:prototype("Thing", { name = "thing" })

Console = session:prototype("Console", { command = "", recalled = 0 })

function Console:new()
  local console = session:create(self, { lines = {}, _environment = { thing = Thing:new({ name = "lamp" }) } })
  setmetatable(console._environment, { __index = _G })
  return console
end

function Console:evaluate(text)
  local chunk, problem = loadstring("return " .. text)
  if not chunk then chunk, problem = loadstring(text) end
  if not chunk then return "error: " .. problem end
  setfenv(chunk, self._environment)
  local results = { pcall(chunk) }
  if not results[1] then return "error: " .. tostring(results[2]) end
  local texts = {}
  for i = 2, table.maxn(results) do texts[#texts + 1] = tostring(results[i]) end
  return table.concat(texts, "  ")
end

function Console:run()
  if self.command == "" then return end
  table.insert(self.lines, Line:new({ input = self.command, output = self:evaluate(self.command) }))
  self.command, self.recalled = "", 0
end

function Console:up()
  self.recalled = math.min(self.recalled + 1, table.getn(self.lines))
  self.command = self:line(self.recalled)
end

function Console:down()
  self.recalled = math.max(self.recalled - 1, 0)
  self.command = self:line(self.recalled)
end

function Console:line(back)
  local line = self.lines[table.getn(self.lines) - back + 1]
  return line and line.input or ""
end

function Console:clear()
  self.lines = {}
end

-- As a script would have it: a text in the manner of C.
function Console:last()
  local line = self.lines[#self.lines]
  return line and string.format("%q", line.output) or ""
end

console = Console:new()
session:createAppVariable(console)
