-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A day planner: presenters for rows, a wrapper that keeps a text in step with what it wraps, fields that
-- begin with an underscore, back references, and work that is put off until the page has been told.

Entry = session:prototype("Entry", { title = "", hour = 9, done = false })

function Entry:mutate()
  self.hour = self.hour or 9
end

-- What a row shows of an entry; made by the list.
EntryPresenter = { type = "EntryPresenter" }
EntryPresenter.__index = EntryPresenter

function EntryPresenter:new(viewItem)
  return setmetatable({ entry = viewItem.baseItem, _viewItem = viewItem, open = false }, self)
end

function EntryPresenter:label()
  return string.format("%02d:00 %s", self.entry.hour, self.entry.title)
end

function EntryPresenter:toggle()
  self.open = not self.open
end

function EntryPresenter:closed()
  return not self.open
end

function EntryPresenter:dismiss()
  self.entry._owner:remove(self.entry)
end

function EntryPresenter:finish()
  self.entry.done = not self.entry.done
end

-- Wraps the array of entries for the headline.
Summary = { type = "Summary" }
Summary.__index = Summary

function Summary:new(variable)
  return setmetatable({ variable = variable, value = variable:getValue(), _syncs = 0 }, self)
end

function Summary:sync()
  self._syncs = self._syncs + 1
end

function Summary:text()
  local list = self.variable:getValue()
  local n = table.getn(list)
  return n == 0 and "Nothing today" or string.format("%d today, first %s", n, list[1].title)
end

function Summary:destroy()
  self.variable = nil
end

Planner = session:prototype("Planner", { draft = "", busy = false, _sequence = 0, log = "" })

function Planner:new(instance)
  instance = session:create(self, instance)
  instance.entries = instance.entries or {}
  return instance
end

function Planner:add()
  if self.draft == "" then return end
  self._sequence = self._sequence + 1
  local entry = session:create(Entry, { title = self.draft, hour = 8 + self._sequence / 1, _owner = self })
  table.insert(self.entries, entry)
  self.draft = ""
end

function Planner:clear()
  self.draft = ""
end

function Planner:remove(entry)
  for i, candidate in ipairs(self.entries) do
    if candidate == entry then table.remove(self.entries, i) break end
  end
end

-- The slow part runs after the page has seen that it is busy.
function Planner:tidy()
  self.busy = true
  session:setImmediate(function()
    local open = {}
    for _, entry in pairs(self.entries) do
      if not entry.done then open[table.getn(open) + 1] = entry end
    end
    self.entries = open
    self.busy = false
    self.log = self.log .. "tidied "
  end)
end

-- A key's name arrives as the argument.
function Planner:key(name)
  self.log = self.log .. name .. " "
end

planner = planner or Planner:new({ title = "Today" })
session:createAppVariable(planner)
