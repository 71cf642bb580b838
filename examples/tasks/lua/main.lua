-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Tasks: a to-do list with priorities, a filter, and titles that can be changed where they stand. Two types: a task, and the
-- list of them, which is the app.

local function tidy(s)
  return (tostring(s or ""):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- How urgent a task is, in the order in which a click goes through it.
local PRIORITIES = {
  normal = { next = "high", rank = 2, icon = "flag" },
  high = { next = "low", rank = 1, icon = "flag-fill" },
  low = { next = "normal", rank = 3, icon = "arrow-down" },
}

-- A task ------------------------------------------------------------------------------------------------------------

local Task = session:prototype("Task", { title = "", done = false, priority = "normal", before = EMPTY })

-- Reads, or with an argument writes (`label()?access=rw`). Nothing but spaces is no title: the old one stays.
function Task:label(...)
  if select("#", ...) == 0 then return self.title end
  local title = tidy((...))
  if title ~= "" then self.title = title end
end

-- What Escape goes back to: the title when the field was entered or last accepted.
function Task:beginRename() self.before = self.title end
function Task:acceptRename() self.before = self.title end
function Task:cancelRename() self.title = self.before or self.title end

function Task:changePriority() self.priority = PRIORITIES[self.priority].next end
function Task:priorityIcon() return PRIORITIES[self.priority].icon end
function Task:rank() return PRIORITIES[self.priority].rank end

-- For those who hear the page rather than see it.
function Task:doneLabel() return "Finished: " .. self.title end
function Task:titleLabel() return "Title of " .. self.title end
function Task:priorityLabel() return ("Priority of %s: %s"):format(self.title, self.priority) end
function Task:removeLabel() return "Remove " .. self.title end

function Task:remove() session:getApp():remove(self) end

-- The list ----------------------------------------------------------------------------------------------------------

local TaskList = session:prototype("TaskList", {
  draft = "",
  filter = "all",  -- "all", "open" or "done"
  urgentFirst = false,
  announcement = "",
})

local EMPTY_TEXTS = {
  all = "Nothing to do yet. What comes first?",
  open = "Everything is done. Enjoy it!",
  done = "Nothing finished so far.",
}

function TaskList:new(tasks)
  local list = session:create(self, { tasks = {} })
  for _, task in ipairs(tasks) do table.insert(list.tasks, session:create(Task, task)) end
  return list
end

-- How many tasks there are with this `done`.
function TaskList:count(done)
  local count = 0
  for _, task in ipairs(self.tasks) do
    if task.done == done then count = count + 1 end
  end
  return count
end

function TaskList:totalCount() return #self.tasks end
function TaskList:openCount() return self:count(false) end
function TaskList:doneCount() return self:count(true) end

function TaskList:summary()
  if #self.tasks == 0 then return "No tasks" end
  if self:openCount() == 0 then return "All done" end
  return ("%d of %d to go"):format(self:openCount(), #self.tasks)
end

function TaskList:percentDone()
  return #self.tasks == 0 and 0 or math.floor(100 * self:doneCount() / #self.tasks + 0.5)
end

function TaskList:shown()
  local shown = {}
  for _, task in ipairs(self.tasks) do
    if self.filter == "all" or task.done == (self.filter == "done") then shown[#shown + 1] = task end
  end
  if self.urgentFirst then
    -- table.sort does not keep equals in order, so their places decide.
    local place = {}
    for i, task in ipairs(shown) do place[task] = i end
    table.sort(shown, function(a, b)
      if a:rank() ~= b:rank() then return a:rank() < b:rank() end
      return place[a] < place[b]
    end)
  end
  return shown
end

function TaskList:showsSome() return #self:shown() > 0 end
function TaskList:emptyText() return EMPTY_TEXTS[#self.tasks == 0 and "all" or self.filter] or EMPTY_TEXTS.all end

function TaskList:add()
  local title = tidy(self.draft)
  self.draft = ""
  if title == "" then return end
  table.insert(self.tasks, session:create(Task, { title = title }))
  if self.filter == "done" then self.filter = "all" end
  self:announce("Added: " .. title)
end

function TaskList:clearDraft() self.draft = "" end

-- Keeps the tasks for which `wanted` returns true.
function TaskList:keep(wanted)
  local kept = {}
  for _, task in ipairs(self.tasks) do
    if wanted(task) then kept[#kept + 1] = task end
  end
  self.tasks = kept
end

function TaskList:remove(task)
  self:keep(function(other) return other ~= task end)
  self:announce("Removed: " .. task.title)
end

function TaskList:clearFinished()
  local finished = self:doneCount()
  self:keep(function(task) return not task.done end)
  self:announce(finished == 1 and "Cleared one finished task" or ("Cleared %d finished tasks"):format(finished))
end

function TaskList:hasNothingFinished() return self:doneCount() == 0 end

function TaskList:announce(text) self.announcement = text .. ". " .. self:summary() .. "." end

if not session.reloading then
  session:createAppVariable(TaskList:new({
    { title = "Send Amara the revised drawings", priority = "high" },
    { title = "Book the train to Porto before fares go up" },
    { title = "Replace the gasket in the espresso machine", priority = "low" },
    { title = "Read the draft of the river survey and note what is missing" },
    { title = "Water the tomatoes", done = true },
    { title = "Renew the library card", priority = "low", done = true },
  }))
end
