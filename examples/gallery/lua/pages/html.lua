-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("HtmlDemo", {
  markup = 'A <b>bold</b> word, an <sl-icon name="emoji-smile" label="smile"></sl-icon> and nothing that runs.<script>alert(1)</script>',
})

return {
  title = "ui-html",
  demo = Demo,
  about = [[
Shows markup. It is sanitised: what could run or send something is taken out, styling and the widgets' elements stay. Only a site that allows it
can have `?trusted` markup shown as it is. With `?replace` the markup takes the place of the element.]],
}
