-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The gallery: a page for each binding and each widget, live, with what is said about it and its source beside it.

local Gallery = require("gallery")

if not session.reloading then
  session:createAppVariable(Gallery:new())
end
