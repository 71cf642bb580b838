-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The recorder: keeps every event in the order in which it came, changes a list, and counts by itself, so that frames go both
-- ways all the time.

local Row = session:prototype("Row", { label = "" })
local Recorder = session:prototype("Recorder", { title = "Recorder", text = "", ticks = 0 })

function Recorder:record(event) table.insert(self.events, tostring(event)) end
function Recorder:click() self:record("click") end
function Recorder:count() return #self.events end
function Recorder:log() return table.concat(self.events, " ") end

-- "PLACE:LABEL" inserts a row, places counted from 0 and round.
function Recorder:insert(what)
  self:record(what)
  local place, label = what:match("^(%d+):(.*)$")
  table.insert(self.rows, place % (#self.rows + 1) + 1, session:create(Row, { label = label }))
end

function Recorder:remove(place)
  self:record("remove:" .. place)
  if #self.rows > 0 then table.remove(self.rows, tonumber(place) % #self.rows + 1) end
end

function Recorder:rotate()
  self:record("rotate")
  if #self.rows > 1 then table.insert(self.rows, 1, table.remove(self.rows)) end
end

function Recorder:labels()
  local labels = {}
  for i, row in ipairs(self.rows) do labels[i] = row.label end
  return table.concat(labels, " ")
end

if not session.reloading then
  local recorder = session:create(Recorder, { events = {}, rows = {} })
  for _, label in ipairs({ "a", "b", "c" }) do table.insert(recorder.rows, session:create(Row, { label = label })) end
  session:setInterval(function() recorder.ticks = recorder.ticks + 1 end, 7)
  session:createAppVariable(recorder)
end
