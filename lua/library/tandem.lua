---@meta
-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The Lua API of Tandem for the Lua language server: declarations only, never run. docs/lua.md tells what they do;
-- tests/core/lua/lua_documentation_test.cc holds both to the code.

---The session: its app, variables, types and timers. An ordinary table, to which an app may add.
---@class tandem.Session
---@field reloading boolean true while files run again because they have changed
---@field _sessionID string the session's number, "1", "2" …
---@field timezone? string of the person in front of the page, "Europe/Berlin"; nil until the page says so
---@field locale? string "de-DE"; nil until the page says so
---@field _variables table
---@field _watchers table
---@field _objectToId table
session = {}

---A file that a page has sent (docs/lua.md, Files).
---@class tandem.File
---@field name string as the person's machine calls it
---@field type string its MIME type, "" if not known
---@field size integer in bytes
---@field modified integer in seconds, as os.time
---@field data? string its bytes; nil with [files] temporary
---@field path? string where it is on the disk; with [files] temporary

---Makes `object` what the session shows: variable 1.
---@param object table
---@param properties? table<string, string|number>
---@return integer id 1
function session:createAppVariable(object, properties) end

---The object given to `createAppVariable`.
---@return table|nil
function session:getApp() end

---Makes a further root variable.
---@param parent integer|table 0
---@param object table
---@param properties? table<string, string|number>
---@return integer id negative
function session:createVariable(parent, object, properties) end

---Destroys a variable, given by number or by the object it holds.
---@param which integer|table
function session:destroyVariable(which) end

---Writes a line to the log.
---@param level integer
---@param message any
---@overload fun(self: tandem.Session, message: any)
function session:log(level, message) end

---Declares a type, or looks it up when there is no `init`. Returns `init`.
---@generic T: table
---@param name string
---@param init? T
---@param base? table
---@return T prototype
function session:prototype(name, init, base) end

---Makes `instance`, or a new table, an instance of the prototype.
---@generic T: table
---@param prototype T
---@param instance? table
---@return T
function session:create(prototype, instance) end

---Forgets the type of that name; with `below`, those under it as well.
---@param name string
---@param below? boolean
function session:removePrototype(name, below) end

---Forgets a module, by name or by file.
---@param key string
function session:unloadModule(key) end

---Forgets the modules of a folder of the site.
---@param directory string
function session:unloadDirectory(directory) end

---Calls `callback` after the current turn.
---@param callback fun()
---@return integer handle
function session:setImmediate(callback) end

---Calls `callback` once, after that time.
---@param callback fun()
---@param milliseconds number
---@return integer handle
function session:setTimeout(callback, milliseconds) end

---Calls `callback` again and again.
---@param callback fun()
---@param milliseconds number
---@return integer handle
function session:setInterval(callback, milliseconds) end

---Stops a timer of any kind.
---@param handle integer|nil
function session:clearImmediate(handle) end

---Stops a timer of any kind.
---@param handle integer|nil
function session:clearTimeout(handle) end

---Stops a timer of any kind.
---@param handle integer|nil
function session:clearInterval(handle) end

---@return integer version
function session:newVersion() end

---@return integer version
function session:getVersion() end

---@param object table
---@return boolean
function session:needsMutation(object) end

---The log, JSON, and types that properties name.
---@class tandem.Ui
ui = {}

---Writes a line to the log.
---@param level integer
---@param message any
---@overload fun(message: any)
function ui.log(level, message) end

---@param value any
---@return string|nil json
---@return string|nil message why there is none
function ui.json_encode(value) end

---@param text string
---@return any value
---@return string|nil message why there is none
function ui.json_decode(text) end

---Lets `wrapper=name` find this type.
---@param name string
---@param type table
function ui.registerWrapper(name, type) end

---@param name string
---@param type any
function ui.registerPresenter(name, type) end

---Stands for nil in the init of a prototype.
---@type table
EMPTY = {}

---A note on the variable that is being computed.
---@param level integer
---@param message string
function diag(level, message) end

---What a wrapper's `new` gets. Its functions may be called with a dot, too.
---@class tandem.Variable
---@field _id integer
local variable = {}

---The value now.
---@return any
function variable:getValue() end

---The wrapper, if it is a table.
---@return table|nil
function variable:getWrapper() end

---@param name string
---@return string|nil
function variable:getProperty(name) end

---@param name string may end in `:high`, `:med` or `:low`
---@param value? string
function variable:setProperty(name, value) end

---@return integer
function variable:getID() end

---@return integer
function variable:getId() end
