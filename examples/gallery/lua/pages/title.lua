-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("TitleDemo", { words = "Three messages" })

return {
  title = "ui-title",
  demo = Demo,
  about = [[
Makes a value the title of the page. The innermost template that says something has it; when it goes, or says nothing, the one around it has it again.]],
}
