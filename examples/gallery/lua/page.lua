-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A page of the gallery: what it is called, what is said about it, the live example, and its source.

local sources = require("sources")
local Source = session:prototype("Source", { name = "", text = "" })

function Source:label() return "Source of " .. self.name end

local Page = session:prototype("Page", { slug = "", title = "", about = "" })

function Page:new(slug)
  local what = require("pages." .. slug)
  return session:create(self, { slug = slug, title = what.title, about = what.about, _type = what.demo })
end

-- Made when somebody first looks, and kept.
function Page:demo()
  self._demo = self._demo or self._type:new()
  return self._demo
end

function Page:sources()
  if not self._sources then
    self._sources = {}
    for i, file in ipairs(sources[self.slug]) do self._sources[i] = session:create(Source, file) end
  end
  return self._sources
end

-- What stands between backticks is code.
function Page:text()
  local escaped = self.about:gsub("[&<>]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" })
  return (escaped:gsub("`([^`]*)`", "<code>%1</code>"))
end

function Page:open() session:getApp():open(self.slug) end
function Page:address() return "/page/" .. self.slug end
function Page:current() return session:getApp():page() == self and "page" or nil end

return Page
