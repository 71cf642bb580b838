-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Written by sources.mjs: the files of each page, as the gallery shows them.

return {
  ["action"] = {
    { name = "viewdefs/action/ActionDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-button variant="primary" ui-action="toggle()"><sl-icon slot="prefix" ui-attr-name="icon()"></sl-icon>Switch</sl-button>
      <span role="status">The lamp is <strong ui-value="state()"></strong>.</span></p>
    <p><button value="tea" ui-action="choose(_)">Tea</button> <button value="coffee" ui-action="choose(_)">Coffee</button>
      You have chosen <strong ui-value="chosen"></strong>.</p>
    <div class="tile" ui-action="toggle()">This is a plain div, and Tab reaches it.</div>
  </div>
</template>
]==] },
    { name = "lua/pages/action.lua", text = [==[
local Demo = session:prototype("ActionDemo", { lamp = false, chosen = "nothing" })

function Demo:toggle() self.lamp = not self.lamp end
function Demo:icon() return self.lamp and "lightbulb-fill" or "lightbulb-off" end
function Demo:state() return self.lamp and "on" or "off" end
function Demo:choose(what) self.chosen = what end

return {
  title = "ui-action",
  demo = Demo,
  about = [[
Calls a method when the element is clicked, or pressed by key: any element can be reached then. With `(_)` the method gets the value of the
element. What is still being typed elsewhere arrives first. Nothing else happens, so a link does not lead away.]],
}
]==] },
  },
  ["alert"] = {
    { name = "viewdefs/alert/AlertDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-alert variant="success" closable ui-attr-open="shown" ui-event-sl-after-hide="close()">
      <sl-icon slot="icon" name="check2-circle"></sl-icon>Your changes are kept.
    </sl-alert>
    <p><button ui-action="show()" ui-attr-disabled="shown">Say it again</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/alert.lua", text = [==[
local Demo = session:prototype("AlertDemo", { shown = true })

function Demo:close() self.shown = false end
function Demo:show() self.shown = true end

return {
  title = "sl-alert",
  demo = Demo,
  about = [[
A message in the page. The field says whether it is there; when the person closes it, the event says so.]],
}
]==] },
  },
  ["attr"] = {
    { name = "viewdefs/attr/AttrDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-switch ui-value="locked">Locked</sl-switch>
    <sl-input label="Address" ui-value="address" ui-attr-disabled="locked"></sl-input>
    <p><a ui-attr-href="address" ui-attr-title="hint()">The link</a>
      <sl-badge ui-attr-variant="variant()"><span ui-value="state()"></span></sl-badge></p>
  </div>
</template>
]==] },
    { name = "lua/pages/attr.lua", text = [==[
local Demo = session:prototype("AttrDemo", { address = "https://example.com/", locked = false })

function Demo:hint() return "Leads to " .. self.address end
function Demo:variant() return self.locked and "warning" or "success" end
function Demo:state() return self.locked and "Locked" or "Open" end

return {
  title = "ui-attr-NAME",
  demo = Demo,
  about = [[
Sets an attribute to a value. Nil and false take it away, true and the empty string turn it on. Event handlers, `srcdoc` and addresses that
are scripts are refused, whatever the value: it never becomes code.]],
}
]==] },
  },
  ["avatar"] = {
    { name = "viewdefs/avatar/AvatarDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="Name" ui-value="name?keypress"></sl-input>
    <p><sl-avatar ui-attr-label="name" ui-attr-initials="initials()"></sl-avatar></p>
  </div>
</template>
]==] },
    { name = "lua/pages/avatar.lua", text = [==[
local Demo = session:prototype("AvatarDemo", { name = "Ada Lovelace" })

function Demo:initials() return self.name:gsub("(%S)%S*%s*", "%1"):sub(1, 2) end

return {
  title = "sl-avatar",
  demo = Demo,
  about = [[
A person. Initials and picture are attributes; the label says who it is.]],
}
]==] },
  },
  ["badge"] = {
    { name = "viewdefs/badge/BadgeDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p>Letters <sl-badge variant="neutral" pill ui-value="unread"></sl-badge> <sl-tag ui-value="topic"></sl-tag></p>
    <p><button ui-action="read()">Read one</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/badge.lua", text = [==[
local Demo = session:prototype("BadgeDemo", { unread = 3, topic = "Gardens" })

function Demo:read() self.unread = math.max(0, self.unread - 1) end

return {
  title = "sl-badge and sl-tag",
  demo = Demo,
  about = [[
A word or a number that stands out. Their text is what `ui-value` shows.]],
}
]==] },
  },
  ["breadcrumb"] = {
    { name = "viewdefs/breadcrumb/BreadcrumbDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-breadcrumb label="Place"><sl-breadcrumb-item ui-action="up()">Garden</sl-breadcrumb-item><sl-breadcrumb-item><span ui-value="place"></span></sl-breadcrumb-item></sl-breadcrumb>
  </div>
</template>
]==] },
    { name = "lua/pages/breadcrumb.lua", text = [==[
local Demo = session:prototype("BreadcrumbDemo", { place = "The shed" })

function Demo:up() self.place = "The garden" end

return {
  title = "sl-breadcrumb",
  demo = Demo,
  about = [[
Where something belongs.]],
}
]==] },
  },
  ["button"] = {
    { name = "viewdefs/button/ButtonDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-button variant="primary" ui-attr-loading="sending" ui-action="send()">Send</sl-button>
      <sl-button ui-attr-disabled="hasNone()" ui-action="clear()">Clear</sl-button>
      <sl-button variant="danger" outline><sl-icon slot="prefix" name="trash3"></sl-icon>Remove</sl-button>
      <sl-button variant="text" href="https://example.com/" target="_blank">A link</sl-button></p>
    <p role="status"><span ui-value="sent"></span> sent</p>
  </div>
</template>
]==] },
    { name = "lua/pages/button.lua", text = [==[
local Demo = session:prototype("ButtonDemo", { sending = false, sent = 0 })

function Demo:send()
  self.sending = true
  session:setTimeout(function() self.sending, self.sent = false, self.sent + 1 end, 600)
end
function Demo:hasNone() return self.sent == 0 end
function Demo:clear() self.sent = 0 end

return {
  title = "sl-button",
  demo = Demo,
  about = [[
Every look of a button; disabled, busy and where it leads follow values.]],
}
]==] },
  },
  ["card"] = {
    { name = "viewdefs/card/CardDemo.DEFAULT.html", text = [==[
<template>
  <sl-card>
    <strong slot="header" ui-value="title"></strong>
    <span ui-value="degrees"></span> °C
  </sl-card>
</template>
]==] },
    { name = "lua/pages/card.lua", text = [==[
local Demo = session:prototype("CardDemo", { title = "Kitchen", degrees = 21 })

return {
  title = "sl-card",
  demo = Demo,
  about = [[
Something with an edge. It is a frame only; what is bound stands in it.]],
}
]==] },
  },
  ["carousel"] = {
    { name = "viewdefs/carousel/CarouselDemo.DEFAULT.html", text = [==[
<template>
  <sl-carousel navigation style="--aspect-ratio: 4 / 1">
    <sl-carousel-item class="tile"><span ui-value="first"></span></sl-carousel-item>
    <sl-carousel-item class="tile"><span ui-value="second"></span></sl-carousel-item>
  </sl-carousel>
</template>
]==] },
    { name = "lua/pages/carousel.lua", text = [==[
local Demo = session:prototype("CarouselDemo", { first = "One", second = "Two" })

return {
  title = "sl-carousel",
  demo = Demo,
  about = [[
One after the other. Nothing needs to be bound.]],
}
]==] },
  },
  ["checkbox"] = {
    { name = "viewdefs/checkbox/CheckboxDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-checkbox ui-value="mail">News by mail</sl-checkbox>
    <sl-checkbox ui-attr-checked="post" ui-event-sl-change="togglePost()">News by post</sl-checkbox>
    <p aria-live="polite" ui-value="news()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/checkbox.lua", text = [==[
local Demo = session:prototype("CheckboxDemo", { mail = true, post = false })

function Demo:news() return (self.mail and "mail" or "no mail") .. ", " .. (self.post and "post" or "no post") end
function Demo:togglePost() self.post = not self.post end

return {
  title = "sl-checkbox",
  demo = Demo,
  about = [[
True or false. `ui-value` on the box is all it takes; `ui-attr-checked` with an event of one's own works too.]],
}
]==] },
  },
  ["class"] = {
    { name = "viewdefs/class/ClassDemo.DEFAULT.html", text = [==[
<template>
  <style>
    .class-note { padding: var(--spacing-sm) var(--spacing-md); border: 1px solid var(--tandem-line); border-radius: 8px; }
    .class-note.urgent { border-color: var(--sl-color-danger-600); border-inline-start-width: 6px; }
  </style>
  <div class="stack">
    <sl-checkbox ui-value="urgent">Urgent</sl-checkbox>
    <sl-checkbox ui-value="details">With details</sl-checkbox>
    <div class="class-note" ui-class-urgent="urgent">
      The boiler needs water.
      <p ui-class-hidden="noDetails()">There is a blue tap below it; stop at 1.5 bar.</p>
    </div>
  </div>
</template>
]==] },
    { name = "lua/pages/class.lua", text = [==[
local Demo = session:prototype("ClassDemo", { urgent = false, details = false })

function Demo:noDetails() return not self.details end

return {
  title = "ui-class-NAME",
  demo = Demo,
  about = [[
Puts a class on the element while the value is true in JavaScript's sense: not nil, false, 0 or the empty string. The name is always lower
case. The stock page knows two ways of hiding: `hidden`, and `hidden` beside `showing`.]],
}
]==] },
  },
  ["code"] = {
    { name = "viewdefs/code/CodeDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p class="tile" ui-code="script">This site runs no code.</p>
  </div>
</template>
]==] },
    { name = "lua/pages/code.lua", text = [==[
local Demo = session:prototype("CodeDemo", { script = "element.textContent = 'This site runs code.'" })

return {
  title = "ui-code",
  demo = Demo,
  about = [[
Runs a value as JavaScript, with `element`, `value`, `variable` and `store`. Only where the site says `code = true` in the table `[page]` of its
`config.toml`, which the gallery does not: pages without it need no scripts in templates at all. Try everything else first.]],
}
]==] },
  },
  ["color-picker"] = {
    { name = "viewdefs/color-picker/ColorPickerDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-color-picker label="Colour of the door" ui-value="colour"></sl-color-picker>
    <p aria-live="polite">The door is <code ui-value="colour"></code>.</p>
  </div>
</template>
]==] },
    { name = "lua/pages/color-picker.lua", text = [==[
local Demo = session:prototype("ColorPickerDemo", { colour = "#0369a1" })

return {
  title = "sl-color-picker",
  demo = Demo,
  about = [[
A colour as text.]],
}
]==] },
  },
  ["copy-button"] = {
    { name = "viewdefs/copy-button/CopyButtonDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p>Your code is <code ui-value="code"></code> <sl-copy-button ui-value="code"><sl-icon slot="copy-icon" name="copy" label="Copy the code"></sl-icon></sl-copy-button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/copy-button.lua", text = [==[
local Demo = session:prototype("CopyButtonDemo", { code = "TX-4471" })

return {
  title = "sl-copy-button",
  demo = Demo,
  about = [[
Copies a value. An icon with a label tells those who do not see it what is copied.]],
}
]==] },
  },
  ["details"] = {
    { name = "viewdefs/details/DetailsDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-details summary="How it is made" ui-attr-open="open" ui-event-sl-show="shown()" ui-event-sl-hide="hidden()">With flour, water, salt and time.</sl-details>
    <p aria-live="polite" ui-value="state()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/details.lua", text = [==[
local Demo = session:prototype("DetailsDemo", { open = false })

function Demo:shown() self.open = true end
function Demo:hidden() self.open = false end
function Demo:state() return self.open and "The app knows that it is open." or "The app knows that it is closed." end

return {
  title = "sl-details",
  demo = Demo,
  about = [[
More, for who wants it. Bind `open` only where the app must know.]],
}
]==] },
  },
  ["dialog"] = {
    { name = "viewdefs/dialog/DialogDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-button ui-action="ask()">Ask</sl-button> <span role="status">The answer is <strong ui-value="answer"></strong>.</span></p>
    <sl-dialog label="Shall we?" ui-attr-open="asking" ui-event-sl-request-close="no()">
      It takes ten minutes.
      <sl-button slot="footer" ui-action="no()">Not now</sl-button>
      <sl-button slot="footer" variant="primary" autofocus ui-action="yes()">Let us go</sl-button>
    </sl-dialog>
  </div>
</template>
]==] },
    { name = "lua/pages/dialog.lua", text = [==[
local Demo = session:prototype("DialogDemo", { asking = false, answer = "nothing yet" })

function Demo:ask() self.asking = true end
function Demo:yes() self.asking, self.answer = false, "yes" end
function Demo:no() self.asking, self.answer = false, "no" end

return {
  title = "sl-dialog",
  demo = Demo,
  about = [[
A question that comes first. `ui-event-sl-request-close` hears of Escape and of a click beside it, and the app closes it. The focus goes into the
dialog and back to where it was.]],
}
]==] },
  },
  ["drawer"] = {
    { name = "viewdefs/drawer/DrawerDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-button ui-action="show()">Settings</sl-button></p>
    <sl-drawer label="Settings" ui-attr-open="open" ui-event-sl-request-close="hide()">
      <sl-switch ui-value="quiet">No sounds at night</sl-switch>
    </sl-drawer>
  </div>
</template>
]==] },
    { name = "lua/pages/drawer.lua", text = [==[
local Demo = session:prototype("DrawerDemo", { open = false, quiet = true })

function Demo:show() self.open = true end
function Demo:hide() self.open = false end

return {
  title = "sl-drawer",
  demo = Demo,
  about = [[
What slides in from the side, and otherwise like a dialog.]],
}
]==] },
  },
  ["dropdown"] = {
    { name = "viewdefs/dropdown/DropdownDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-dropdown>
      <sl-button slot="trigger" caret>More</sl-button>
      <sl-menu><sl-menu-item ui-action="copy()">Copy</sl-menu-item><sl-menu-item ui-action="move()">Move</sl-menu-item></sl-menu>
    </sl-dropdown>
    <p role="status" ui-value="done"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/dropdown.lua", text = [==[
local Demo = session:prototype("DropdownDemo", { done = "Nothing has been done." })

function Demo:copy() self.done = "Copied." end
function Demo:move() self.done = "Moved." end

return {
  title = "sl-dropdown and sl-menu",
  demo = Demo,
  about = [[
A menu behind a button. Each entry is an action.]],
}
]==] },
  },
  ["errors"] = {
    { name = "viewdefs/errors/ErrorsDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="A word; empty it and press Enter" ui-value="word()?access=rw"></sl-input>
    <sl-input label="Age" ui-value="age?keypress" ui-attr-help-text="slip()"></sl-input>
  </div>
</template>
]==] },
    { name = "lua/pages/errors.lua", text = [==[
local Demo = session:prototype("ErrorsDemo", { kept = "seven", age = "42" })

function Demo:word(...)
  if select("#", ...) == 0 then return self.kept end
  local text = ...
  if text == "" then error("a word is needed", 0) end
  self.kept = text
end
function Demo:slip() if not tonumber(self.age) then return "Please enter a number." end end

return {
  title = "Errors",
  demo = Demo,
  about = [[
When a value cannot be read or written, the element has the class `ui-error` and the attributes `ui-error-code` and `ui-error-description`, and counts as
invalid for those who hear the page. What the app can foresee it says itself, as the second field does.]],
}
]==] },
  },
  ["event"] = {
    { name = "viewdefs/event/EventDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="Focus me" ui-event-sl-focus="enter()"></sl-input>
    <p>Focused <span ui-value="entered"></span> times.</p>
    <sl-input label="Search when I pause" ui-event-sl-input="search(_)?debounce=300"></sl-input>
    <p role="status">Searched for <strong ui-value="searched"></strong>.</p>
    <p><button ui-event-click="tab" ui-event-click-value="day">Day</button>
      <button ui-event-click="tab" ui-event-click-value="week">Week</button> It is <strong ui-value="tab"></strong>.</p>
    <p><button ui-event-click="greet()?once" ui-attr-disabled="greeted">Only once</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/event.lua", text = [==[
local Demo = session:prototype("EventDemo", { entered = 0, searched = "nothing yet", tab = "day", greeted = false })

function Demo:enter() self.entered = self.entered + 1 end
function Demo:search(text) self.searched = text ~= "" and text or "nothing yet" end
function Demo:greet() self.greeted = true end

return {
  title = "ui-event-NAME",
  demo = Demo,
  about = [[
Calls a method when an event of that name reaches the element; `(_)` hands over what the event or the element has to say. `?once`,
`?debounce=300`, `?stop` and `?prevent` say how. `ui-event-NAME-value` names a value to write instead of calling something.]],
}
]==] },
  },
  ["format"] = {
    { name = "viewdefs/format/FormatDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-format-number type="currency" currency="EUR" lang="en" ui-value="price"></sl-format-number></p>
    <p><sl-format-bytes lang="en" ui-value="size"></sl-format-bytes></p>
    <p><sl-format-date month="long" day="numeric" year="numeric" time-zone="UTC" lang="en" ui-value="at"></sl-format-date></p>
  </div>
</template>
]==] },
    { name = "lua/pages/format.lua", text = [==[
local Demo = session:prototype("FormatDemo", { price = 1234.5, size = 5400000, at = "2026-05-01T12:00:00Z" })

return {
  title = "sl-format-…",
  demo = Demo,
  about = [[
Numbers, sizes and times in the person's own language. A date is text, or milliseconds since 1970.]],
}
]==] },
  },
  ["html"] = {
    { name = "viewdefs/html/HtmlDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-textarea label="Markup" rows="3" ui-value="markup?keypress"></sl-textarea>
    <div class="tile" ui-html="markup"></div>
  </div>
</template>
]==] },
    { name = "lua/pages/html.lua", text = [==[
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
]==] },
  },
  ["icon"] = {
    { name = "viewdefs/icon/IconDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p style="font-size: 1.5rem"><sl-icon name="sun" label="Sunny"></sl-icon> <sl-icon name="cloud-rain" label="Rainy"></sl-icon>
      <sl-icon-button ui-attr-name="name()" ui-attr-label="label()" ui-action="like()"></sl-icon-button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/icon.lua", text = [==[
local Demo = session:prototype("IconDemo", { liked = false })

function Demo:like() self.liked = not self.liked end
function Demo:name() return self.liked and "heart-fill" or "heart" end
function Demo:label() return self.liked and "Do not like any more" or "Like" end

return {
  title = "sl-icon and sl-icon-button",
  demo = Demo,
  about = [[
All of Bootstrap's icons are served with the page. An icon that means something needs a label; a button of nothing but an icon always does.]],
}
]==] },
  },
  ["image-comparer"] = {
    { name = "viewdefs/image-comparer/ImageComparerDemo.DEFAULT.html", text = [==[
<template>
  <sl-image-comparer style="max-width: 24rem">
    <img slot="before" alt="The hill by day" width="384" height="192" ui-attr-src="before()">
    <img slot="after" alt="The hill by night" width="384" height="192" ui-attr-src="after()">
  </sl-image-comparer>
</template>
]==] },
    { name = "lua/pages/image-comparer.lua", text = [==[
local Demo = session:prototype("ImageComparerDemo", {})

local function picture(sky, hill)
  return ("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 384 192'><rect width='384' height='192' fill='%s'/>" ..
    "<circle cx='300' cy='50' r='24' fill='white'/><path d='M0 192Q140 40 384 192z' fill='%s'/></svg>"):format(sky, hill)
end

function Demo:before() return picture("skyblue", "seagreen") end
function Demo:after() return picture("midnightblue", "darkslategray") end

return {
  title = "sl-image-comparer",
  demo = Demo,
  about = [[
Before and after. Pictures come from the site's folder `html`, or are made by the app as these are.]],
}
]==] },
  },
  ["input"] = {
    { name = "viewdefs/input/InputDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="City" help-text="Where the parcel goes" clearable ui-value="city"><sl-icon slot="prefix" name="geo-alt"></sl-icon></sl-input>
    <sl-input label="Password" type="password" password-toggle autocomplete="off" ui-value="secret?keypress"></sl-input>
    <sl-input label="Day" type="date" ui-value="day"></sl-input>
    <sl-input label="Size" type="number" min="30" max="50" ui-value="size"></sl-input>
    <p aria-live="polite" ui-value="all()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/input.lua", text = [==[
local Demo = session:prototype("InputDemo", { city = "Ghent", secret = "", day = "2026-05-01", size = "40" })

function Demo:all() return ("%s · %d characters · %s · %s"):format(self.city, #self.secret, self.day, self.size) end

return {
  title = "sl-input",
  demo = Demo,
  about = [[
A line of text. Written when left or on Enter, or with each key. All its types and slots work.]],
}
]==] },
  },
  ["keypress"] = {
    { name = "viewdefs/keypress/KeypressDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <div class="tile" role="slider" tabindex="0" aria-label="Position" aria-valuemin="1" aria-valuemax="9" ui-attr-aria-valuenow="at"
      ui-event-keypress-left="left()?prevent" ui-event-keypress-right="right()?prevent"><code ui-value="track()"></code></div>
    <p>With it focused, <kbd>←</kbd> and <kbd>→</kbd> move the dot.</p>
    <sl-input label="Ctrl+Enter or Escape" ui-event-keypress-ctrl-enter="save()" ui-event-keypress-escape="cancel()"></sl-input>
    <p role="status" ui-value="said"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/keypress.lua", text = [==[
local Demo = session:prototype("KeypressDemo", { at = 5, said = "" })

function Demo:left() self.at = math.max(1, self.at - 1) end
function Demo:right() self.at = math.min(9, self.at + 1) end
function Demo:track() return ("·"):rep(self.at - 1) .. "●" .. ("·"):rep(9 - self.at) end
function Demo:save() self.said = "Saved." end
function Demo:cancel() self.said = "Taken back." end

return {
  title = "ui-event-keypress-KEY",
  demo = Demo,
  about = [[
Calls a method when a key is pressed inside the element: `enter`, `escape`, `up`, `f2`, `delete`, letters, with `ctrl-`, `shift-`, `alt-`,
`meta-` in front. The modifiers must be exactly those. Keys in the middle of composing a character do not count.]],
}
]==] },
  },
  ["namespace"] = {
    { name = "viewdefs/namespace/NamespaceDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <div class="tile" ui-view="book"></div>
    <div class="tile" ui-view="book" ui-namespace="short"></div>
  </div>
</template>
]==] },
    { name = "viewdefs/namespace/NamespaceBook.DEFAULT.html", text = [==[
<template>
  <article>
    <strong ui-value="title"></strong>
    <p>by <span ui-value="author"></span>, <span ui-value="year"></span></p>
  </article>
</template>
]==] },
    { name = "viewdefs/namespace/NamespaceBook.short.html", text = [==[
<template>
  <span><cite ui-value="title"></cite> (<span ui-value="year"></span>)</span>
</template>
]==] },
    { name = "lua/pages/namespace.lua", text = [==[
local Book = session:prototype("NamespaceBook", { title = "The Sea Around Us", author = "Rachel Carson", year = 1951 })
local Demo = session:prototype("NamespaceDemo", { book = EMPTY })

function Demo:new() return session:create(self, { book = session:create(Book, {}) }) end

return {
  title = "ui-namespace",
  demo = Demo,
  about = [[
Chooses among the templates of a type: `ui-namespace="short"` looks for `TYPE.short` first and falls back to `TYPE.DEFAULT`. It holds for
everything below the element.]],
}
]==] },
  },
  ["native-choice"] = {
    { name = "viewdefs/native-choice/NativeChoiceDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <label><input type="checkbox" ui-value="milk"> Milk</label>
    <fieldset><legend>Size</legend>
      <label><input type="radio" name="native-size" value="small" ui-value="size"> Small</label>
      <label><input type="radio" name="native-size" value="large" ui-value="size"> Large</label></fieldset>
    <p aria-live="polite" ui-value="order()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/native-choice.lua", text = [==[
local Demo = session:prototype("NativeChoiceDemo", { milk = true, size = "small" })

function Demo:order() return self.size .. (self.milk and " with milk" or " without milk") end

return {
  title = "checkbox and radio",
  demo = Demo,
  about = [[
A check box is a boolean, a set of radio buttons with one path is the value of the one that is on.]],
}
]==] },
  },
  ["native-files"] = {
    { name = "viewdefs/native-files/NativeFilesDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <label>A text <input type="file" style="display: block; width: 100%" accept="text/*" ui-value="count(_)"></label>
    <p aria-live="polite" ui-value="words"></p>
    <div style="min-width: 0" ui-drop="pictures" multiple accept="image/*">
      <label>Pictures, chosen or dropped <input type="file" style="display: block; width: 100%" accept="image/*" multiple ui-value="pictures"></label>
    </div>
    <p aria-live="polite">Got: <span ui-value="sizes()"></span></p>
    <button ui-action="forget()">Forget the pictures</button>
  </div>
</template>
]==] },
    { name = "lua/pages/native-files.lua", text = [==[
local Demo = session:prototype("NativeFilesDemo", { words = "No text yet", pictures = EMPTY })

function Demo:count(file)
  local count = select(2, file.data:gsub("%S+", ""))
  self.words = ("%d words in %s"):format(count, file.name)
end

function Demo:sizes()
  local sizes = {}
  for i, picture in ipairs(self.pictures or {}) do sizes[i] = ("%s (%d bytes)"):format(picture.name, picture.size) end
  return table.concat(sizes, ", ")
end

function Demo:forget() self.pictures = nil end

return {
  title = "files",
  demo = Demo,
  about = [[
What is chosen, or dropped, reaches the app as an object with name, type, size, modified and data, or as an array of them. Sending
shows how far it is, can be canceled, and survives cuts.]],
}
]==] },
  },
  ["native-input"] = {
    { name = "viewdefs/native-input/NativeInputDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <label>Name <input ui-value="name?keypress"></label>
    <label>When <input type="time" ui-value="when"></label>
    <label>Level <input type="range" min="0" max="10" ui-value="level?keypress"></label>
    <label>Tint <input type="color" ui-value="tint"></label>
    <p aria-live="polite" ui-value="all()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/native-input.lua", text = [==[
local Demo = session:prototype("NativeInputDemo", { name = "Ada", when = "09:30", level = "4", tint = "#0369a1" })

function Demo:all() return ("%s at %s, level %s, %s"):format(self.name, self.when, self.level, self.tint) end

return {
  title = "input",
  demo = Demo,
  about = [[
Every type that holds text, numbers, dates or colours. Written on Enter or when left, or with each key.]],
}
]==] },
  },
  ["native-progress"] = {
    { name = "viewdefs/native-progress/NativeProgressDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <label>Loading <progress ui-value="done"></progress></label>
    <label>Disk <meter min="0" max="1" high="0.8" ui-value="done"></meter></label>
    <p><button ui-action="more()">More</button> <button ui-action="unknown()">Who knows</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/native-progress.lua", text = [==[
local Demo = session:prototype("NativeProgressDemo", { done = 0.4 })

function Demo:more() self.done = math.min(1, (self.done or 0) + 0.2) end
function Demo:unknown() self.done = nil end

return {
  title = "progress and meter",
  demo = Demo,
  about = [[
Numbers as bars. Nil is a progress that nobody knows.]],
}
]==] },
  },
  ["native-select"] = {
    { name = "viewdefs/native-select/NativeSelectDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <label>Fruit <select ui-value="fruit"><option value="apple">Apple</option><option value="fig">Fig</option></select></label>
    <label>Days <select multiple ui-value="days"><option value="mo">Monday</option><option value="tu">Tuesday</option></select></label>
    <p aria-live="polite" ui-value="plan()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/native-select.lua", text = [==[
local Demo = session:prototype("NativeSelectDemo", { fruit = "fig", days = EMPTY })

function Demo:new() return session:create(self, { days = { "mo" } }) end
function Demo:plan() return self.fruit .. " on " .. table.concat(self.days, ", ") end

return {
  title = "select",
  demo = Demo,
  about = [[
One option, or with `multiple` an array of them.]],
}
]==] },
  },
  ["native-table"] = {
    { name = "viewdefs/native-table/NativeTableDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <table>
      <caption>Planets</caption>
      <thead><tr><th scope="col"><button ui-action="byName()">Name</button></th><th scope="col"><button ui-action="byMoons()">Moons</button></th></tr></thead>
      <tbody ui-viewlist="planets"><tr></tr></tbody>
    </table>
  </div>
</template>
]==] },
    { name = "viewdefs/native-table/NativeTablePlanet.DEFAULT.html", text = [==[
<template>
  <tr><th scope="row" ui-value="name"></th><td ui-value="moons"></td></tr>
</template>
]==] },
    { name = "lua/pages/native-table.lua", text = [==[
local Planet = session:prototype("NativeTablePlanet", { name = "", moons = 0 })
local Demo = session:prototype("NativeTableDemo", { planets = EMPTY })

function Demo:new()
  local planets = {}
  for _, row in ipairs({ { "Mars", 2 }, { "Earth", 1 }, { "Neptune", 16 } }) do
    planets[#planets + 1] = session:create(Planet, { name = row[1], moons = row[2] })
  end
  return session:create(self, { planets = planets })
end
function Demo:byName() table.sort(self.planets, function(a, b) return a.name < b.name end) end
function Demo:byMoons() table.sort(self.planets, function(a, b) return a.moons < b.moons end) end

return {
  title = "table",
  demo = Demo,
  about = [[
Rows are items of a list: the element with `ui-viewlist` is the body, and the template of a row has a `tr` as its root.]],
}
]==] },
  },
  ["native-text"] = {
    { name = "viewdefs/native-text/NativeTextDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <label>Text <textarea rows="2" ui-value="text?keypress"></textarea></label>
    <p><output ui-value="words()"></output> words <button ui-action="shout()">Shout</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/native-text.lua", text = [==[
local Demo = session:prototype("NativeTextDemo", { text = "Four words are here" })

function Demo:words() return select(2, self.text:gsub("%S+", "")) end
function Demo:shout() self.text = self.text:upper() end

return {
  title = "textarea, button, output",
  demo = Demo,
  about = [[
The plain ones look like the others on the stock page.]],
}
]==] },
  },
  ["presenters"] = {
    { name = "viewdefs/presenters/PresentersDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <div class="rows" ui-view="people?wrapper=lua.ViewList&amp;itemWrapper=PresentersRow"></div>
  </div>
</template>
]==] },
    { name = "viewdefs/presenters/PresentersRow.DEFAULT.html", text = [==[
<template>
  <li>
    <button ui-action="toggle()" ui-attr-aria-expanded="expanded()" ui-value="person.name"></button>
    <span ui-class-hidden="isClosed()" ui-value="person.note"></span>
  </li>
</template>
]==] },
    { name = "lua/pages/presenters.lua", text = [==[
local Demo = session:prototype("PresentersDemo", { people = EMPTY })
local Row = session:prototype("PresentersRow", { open = false })

function Demo:new()
  return session:create(self, { people = {
    { name = "Ada Lovelace", note = "Wrote the first program." },
    { name = "Grace Hopper", note = "Wrote the first compiler." },
  } })
end

function Row:new(it) return session:create(self, { person = it.baseItem }) end
function Row:toggle() self.open = not self.open end
function Row:isClosed() return not self.open end
function Row:expanded() return tostring(self.open) end

return {
  title = "Presenters",
  demo = Demo,
  about = [[
With `wrapper=lua.ViewList&itemWrapper=Row` each element gets a presenter: an object of your own that stands between the row and what it
shows, and keeps what only the page needs. Here it knows whether a row is open.]],
}
]==] },
  },
  ["progress"] = {
    { name = "viewdefs/progress/ProgressDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-progress-bar label="Copying" ui-value="percent"></sl-progress-bar>
    <p><sl-progress-ring label="Copying" ui-value="percent"><span ui-value="percent"></span></sl-progress-ring></p>
    <p><sl-button ui-action="run()">Copy</sl-button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/progress.lua", text = [==[
local Demo = session:prototype("ProgressDemo", { percent = 30 })

function Demo:run()
  session:clearInterval(self._timer)
  self.percent = 0
  self._timer = session:setInterval(function()
    self.percent = self.percent + 10
    if self.percent >= 100 then session:clearInterval(self._timer) end
  end, 100)
end

return {
  title = "sl-progress-bar and sl-progress-ring",
  demo = Demo,
  about = [[
How far something is. A timer of the app moves them; nobody asks for it.]],
}
]==] },
  },
  ["qr-code"] = {
    { name = "viewdefs/qr-code/QrCodeDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="Text" ui-value="text?keypress"></sl-input>
    <p><sl-qr-code size="128" fill="#18181b" background="#ffffff" ui-value="text" ui-attr-label="text"></sl-qr-code></p>
  </div>
</template>
]==] },
    { name = "lua/pages/qr-code.lua", text = [==[
local Demo = session:prototype("QrCodeDemo", { text = "https://example.com/" })

return {
  title = "sl-qr-code",
  demo = Demo,
  about = [[
A text that a telephone can read.]],
}
]==] },
  },
  ["radio"] = {
    { name = "viewdefs/radio/RadioDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-radio-group label="Seat" ui-value="seat"><sl-radio value="window">Window</sl-radio><sl-radio value="aisle">Aisle</sl-radio></sl-radio-group>
    <sl-radio-group label="Class" ui-value="class?type=integer"><sl-radio-button value="1">First</sl-radio-button><sl-radio-button value="2">Second</sl-radio-button></sl-radio-group>
    <p aria-live="polite" ui-value="ticket()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/radio.lua", text = [==[
local Demo = session:prototype("RadioDemo", { seat = "window", class = 2 })

function Demo:ticket() return ("Class %d, %s"):format(self.class, self.seat) end

return {
  title = "sl-radio-group",
  demo = Demo,
  about = [[
One of a few that are all in sight, as circles or as buttons. The group has the value.]],
}
]==] },
  },
  ["range"] = {
    { name = "viewdefs/range/RangeDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-range label="Volume" min="0" max="100" ui-value="volume?keypress"></sl-range>
    <p aria-live="polite"><span ui-value="volume"></span> %</p>
  </div>
</template>
]==] },
    { name = "lua/pages/range.lua", text = [==[
local Demo = session:prototype("RangeDemo", { volume = 40 })

return {
  title = "sl-range",
  demo = Demo,
  about = [[
A number on a scale; with `?keypress` while it is being dragged.]],
}
]==] },
  },
  ["rating"] = {
    { name = "viewdefs/rating/RatingDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-rating label="How was it?" ui-value="stars"></sl-rating>
    <p aria-live="polite" ui-value="words()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/rating.lua", text = [==[
local Demo = session:prototype("RatingDemo", { stars = 3 })

function Demo:words() return ({ [0] = "not rated", "poor", "fair", "good", "very good", "excellent" })[math.floor(self.stars)] end

return {
  title = "sl-rating",
  demo = Demo,
  about = [[
A number of stars.]],
}
]==] },
  },
  ["repeat"] = {
    { name = "viewdefs/repeat/RepeatDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><button ui-action="later()">Later</button></p>
    <dl>
      <div ui-repeat="trains" ui-class-empty-state="isFull">
        <dt ui-value="to"></dt>
        <dd><span ui-value="at"></span> <sl-button size="small" ui-action="fill()" ui-attr-disabled="isFull" ui-attr-aria-label="label()">Book</sl-button></dd>
      </div>
    </dl>
  </div>
</template>
]==] },
    { name = "lua/pages/repeat.lua", text = [==[
local Demo = session:prototype("RepeatDemo", { trains = EMPTY })
local Train = session:prototype("RepeatTrain", { to = "", at = "", isFull = false })

function Demo:new()
  local demo = session:create(self, { trains = {} })
  for _, train in ipairs({ { "Braga", "9:05" }, { "Porto", "9:20" }, { "Faro", "9:40" } }) do
    table.insert(demo.trains, session:create(Train, { to = train[1], at = train[2] }))
  end
  return demo
end

function Demo:later() table.insert(self.trains, table.remove(self.trains, 1)) end

function Train:fill() self.isFull = true end
function Train:label() return "Book the train to " .. self.to end

return {
  title = "ui-repeat",
  demo = Demo,
  about = [[
Repeats the element it stands on for each element of an array: the element itself is the row, without a template of its own, and its paths begin
at the element of the array. Rows go with their objects, as in a list.]],
}
]==] },
  },
  ["scroll"] = {
    { name = "viewdefs/scroll/ScrollDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><button ui-action="say()">Three more lines</button></p>
    <pre style="height: 8rem" tabindex="0" role="log" aria-label="Log" ui-value="log?scrollOnOutput"></pre>
  </div>
</template>
]==] },
    { name = "lua/pages/scroll.lua", text = [==[
local Demo = session:prototype("ScrollDemo", { log = "1: begun\n", lines = 1 })

function Demo:say()
  for _ = 1, 3 do
    self.lines = self.lines + 1
    self.log = self.log .. self.lines .. ": something happened\n"
  end
end

return {
  title = "scrollOnOutput",
  demo = Demo,
  about = [[
`?scrollOnOutput` keeps what comes last in sight, as a log does, unless the person has scrolled up to read.]],
}
]==] },
  },
  ["select"] = {
    { name = "viewdefs/select/SelectDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-select label="Size" ui-value="size"><sl-option value="s">Small</sl-option><sl-option value="m">Medium</sl-option></sl-select>
    <sl-select label="Extras" multiple ui-value="extras"><sl-option value="lid">Lid</sl-option><sl-option value="handle">Handle</sl-option></sl-select>
    <sl-select label="Colour" ui-value="colour"><div ui-viewlist="colours"></div></sl-select>
    <p aria-live="polite" ui-value="order()"></p>
  </div>
</template>
]==] },
    { name = "viewdefs/select/SelectColour.DEFAULT.html", text = [==[
<template>
  <sl-option ui-attr-value="id"><span ui-value="name"></span></sl-option>
</template>
]==] },
    { name = "lua/pages/select.lua", text = [==[
local Colour = session:prototype("SelectColour", { id = "", name = "" })
local Demo = session:prototype("SelectDemo", { size = "m", extras = EMPTY, colours = EMPTY, colour = "sea" })

function Demo:new()
  local colours = {}
  for _, name in ipairs({ "Sand", "Sea", "Moss" }) do
    colours[#colours + 1] = session:create(Colour, { id = name:lower(), name = name })
  end
  return session:create(self, { extras = { "lid" }, colours = colours })
end
function Demo:order() return ("%s, %s, with %s"):format(self.size, self.colour, table.concat(self.extras, " and ")) end

return {
  title = "sl-select",
  demo = Demo,
  about = [[
One of several, or several of them: an array then. Options may come from a list of the app's, late or changing; the choice stays.]],
}
]==] },
  },
  ["split-panel"] = {
    { name = "viewdefs/split-panel/SplitPanelDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><button ui-action="left()">More on the right</button> <button ui-action="right()">More on the left</button></p>
    <sl-split-panel class="tile" ui-attr-position="position"><div slot="start">Here</div><div slot="end">There</div></sl-split-panel>
  </div>
</template>
]==] },
    { name = "lua/pages/split-panel.lua", text = [==[
local Demo = session:prototype("SplitPanelDemo", { position = 50 })

function Demo:left() self.position = 30 end
function Demo:right() self.position = 70 end

return {
  title = "sl-split-panel",
  demo = Demo,
  about = [[
Two areas with an edge that can be moved. Where it stands can follow a value.]],
}
]==] },
  },
  ["style"] = {
    { name = "viewdefs/style/StyleDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-range label="Hue" min="0" max="360" ui-value="hue?keypress"></sl-range>
    <sl-range label="Width" min="20" max="100" ui-value="width?keypress"></sl-range>
    <div style="height: 3rem; border-radius: 8px" ui-style-background-color="colour()" ui-style-width="share()"></div>
    <code ui-value="colour()"></code>
  </div>
</template>
]==] },
    { name = "lua/pages/style.lua", text = [==[
local Demo = session:prototype("StyleDemo", { hue = 200, width = 60 })

function Demo:colour() return ("hsl(%d 60%% 35%%)"):format(self.hue) end
function Demo:share() return self.width .. "%" end

return {
  title = "ui-style-NAME",
  demo = Demo,
  about = [[
Sets one property of the element's style, a custom property too (`ui-style---my-name`). Nil takes it away. A value that is no style is
ignored by the browser, and can be nothing else than a style.]],
}
]==] },
  },
  ["switch"] = {
    { name = "viewdefs/switch/SwitchDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-switch ui-value="heating">Heating</sl-switch>
    <p aria-live="polite" ui-value="state()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/switch.lua", text = [==[
local Demo = session:prototype("SwitchDemo", { heating = false })

function Demo:state() return self.heating and "The heating is on." or "The heating is off." end

return {
  title = "sl-switch",
  demo = Demo,
  about = [[
True or false, for what takes effect at once.]],
}
]==] },
  },
  ["tabs"] = {
    { name = "viewdefs/tabs/TabsDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-tab-group>
      <sl-tab slot="nav" panel="day" ui-event-click="day()">Day</sl-tab><sl-tab slot="nav" panel="week" ui-event-click="week()">Week</sl-tab>
      <sl-tab-panel name="day">Nothing today.</sl-tab-panel><sl-tab-panel name="week">On Thursday the plumber comes.</sl-tab-panel>
    </sl-tab-group>
    <p aria-live="polite" ui-value="looked"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/tabs.lua", text = [==[
local Demo = session:prototype("TabsDemo", { looked = "" })

function Demo:day() self.looked = "The app knows that you look at the day." end
function Demo:week() self.looked = "The app knows that you look at the week." end

return {
  title = "sl-tab-group",
  demo = Demo,
  about = [[
Panels one at a time. Which one is a matter of the page, unless the app wants to know.]],
}
]==] },
  },
  ["textarea"] = {
    { name = "viewdefs/textarea/TextareaDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-textarea label="Note" resize="auto" ui-value="note?keypress"></sl-textarea>
    <p aria-live="polite"><span ui-value="lines()"></span> lines</p>
  </div>
</template>
]==] },
    { name = "lua/pages/textarea.lua", text = [==[
local Demo = session:prototype("TextareaDemo", { note = "First line\nSecond line" })

function Demo:lines() return select(2, self.note:gsub("\n", "")) + 1 end

return {
  title = "sl-textarea",
  demo = Demo,
  about = [[
Text of several lines. It can grow with what is in it.]],
}
]==] },
  },
  ["title"] = {
    { name = "viewdefs/title/TitleDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack" ui-title="words">
    <sl-input label="Title of this page" clearable ui-value="words?keypress"></sl-input>
    <p>Look at the tab of your browser. Empty, it is the gallery's title.</p>
  </div>
</template>
]==] },
    { name = "lua/pages/title.lua", text = [==[
local Demo = session:prototype("TitleDemo", { words = "Three messages" })

return {
  title = "ui-title",
  demo = Demo,
  about = [[
Makes a value the title of the page. The innermost template that says something has it; when it goes, or says nothing, the one around it has it again.]],
}
]==] },
  },
  ["tooltip"] = {
    { name = "viewdefs/tooltip/TooltipDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-tooltip ui-attr-content="words()"><sl-button ui-action="press()">Press me</sl-button></sl-tooltip></p>
  </div>
</template>
]==] },
    { name = "lua/pages/tooltip.lua", text = [==[
local Demo = session:prototype("TooltipDemo", { pressed = 0 })

function Demo:press() self.pressed = self.pressed + 1 end
function Demo:words() return ("Pressed %d times"):format(self.pressed) end

return {
  title = "sl-tooltip",
  demo = Demo,
  about = [[
A few words about what has the pointer or the focus.]],
}
]==] },
  },
  ["tree"] = {
    { name = "viewdefs/tree/TreeDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-tree ui-event-sl-selection-change="choose()">
      <sl-tree-item ui-attr-expanded="open" ui-event-sl-expand="opened()" ui-event-sl-collapse="closed()">Trees
        <sl-tree-item>Oak</sl-tree-item><sl-tree-item>Birch</sl-tree-item></sl-tree-item>
    </sl-tree>
    <p aria-live="polite" ui-value="state()"></p>
  </div>
</template>
]==] },
    { name = "lua/pages/tree.lua", text = [==[
local Demo = session:prototype("TreeDemo", { chosen = 0, open = true })

function Demo:choose() self.chosen = self.chosen + 1 end
function Demo:opened() self.open = true end
function Demo:closed() self.open = false end
function Demo:state() return ("Chosen %d times; the trees are %s."):format(self.chosen, self.open and "open" or "closed") end

return {
  title = "sl-tree",
  demo = Demo,
  about = [[
Things in things. The app hears when something is chosen, opened or closed.]],
}
]==] },
  },
  ["types"] = {
    { name = "viewdefs/types/TypesDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="Price" inputmode="decimal" ui-value="price?type=number"></sl-input>
    <sl-input label="Count" inputmode="numeric" ui-value="count?type=integer"></sl-input>
    <sl-input label="A list, as JSON" placeholder="[1, 2, 3]" ui-value="list?type=json"></sl-input>
    <p>Total: <strong ui-value="total()"></strong>. Lua has: <span ui-value="kinds()"></span></p>
  </div>
</template>
]==] },
    { name = "lua/pages/types.lua", text = [==[
local Demo = session:prototype("TypesDemo", { price = 2.5, count = 3, list = EMPTY })

function Demo:total() return (self.price or 0) * (self.count or 0) end
function Demo:kinds() return ("%s, %s, %s"):format(math.type(self.price), math.type(self.count), type(self.list)) end

return {
  title = "Typed values",
  demo = Demo,
  about = [[
What a person types is text. `?type=number`, `integer`, `boolean` and `json` say what it means; text that means nothing of the kind is not
sent. An empty field is nil.]],
}
]==] },
  },
  ["url"] = {
    { name = "viewdefs/url/UrlDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p>The app says it is at <code ui-value="address()"></code>, and so does the address bar.</p>
    <p><button ui-action="next()">Go to the next page</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/url.lua", text = [==[
local Demo = session:prototype("UrlDemo", {})

function Demo:address() return session:getApp().url end
function Demo:next() session:getApp():open("title") end

return {
  title = "ui-url",
  demo = Demo,
  about = [[
Ties the address of the page to a field, both ways. The gallery's own template binds `url`, which each link on the left writes; back, forward and
an address like this one's write it too. `uiApp.shareUrl()` is the address without the session.]],
}
]==] },
  },
  ["value"] = {
    { name = "viewdefs/value/ValueDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <sl-input label="Name" ui-value="name"></sl-input>
    <p>It is <strong ui-value="name"></strong>, and the greeting is <em ui-value="greeting()"></em></p>
    <sl-input label="Motto, with each key" ui-value="motto?keypress"></sl-input>
    <p aria-live="polite">The motto has <output ui-value="length()"></output> characters.</p>
  </div>
</template>
]==] },
    { name = "lua/pages/value.lua", text = [==[
local Demo = session:prototype("ValueDemo", { name = "Ada", motto = "" })

function Demo:greeting() return ("Hello, %s!"):format(self.name) end
function Demo:length() return utf8.len(self.motto) end

return {
  title = "ui-value",
  demo = Demo,
  about = [[
Shows a value as text, or as the value of a control that can change it. A field is written when the person is done: on Enter or when
leaving. With `?keypress` it is written with each key. A method ending in `()` is shown and not written.]],
}
]==] },
  },
  ["view"] = {
    { name = "viewdefs/view/ViewDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><button ui-action="cat()">A cat</button> <button ui-action="train()">A train</button> <button ui-action="nothing()">Nothing</button></p>
    <div class="tile" ui-view="shown"></div>
    <p ui-class-hidden="shown">There is nothing to show.</p>
  </div>
</template>
]==] },
    { name = "viewdefs/view/ViewCat.DEFAULT.html", text = [==[
<template>
  <p>A cat called <strong ui-value="name"></strong> with <span ui-value="lives"></span> lives.</p>
</template>
]==] },
    { name = "viewdefs/view/ViewTrain.DEFAULT.html", text = [==[
<template>
  <p>A train from <strong ui-value="from"></strong> to <strong ui-value="to"></strong>.</p>
</template>
]==] },
    { name = "lua/pages/view.lua", text = [==[
local Cat = session:prototype("ViewCat", { name = "Minou", lives = 9 })
local Train = session:prototype("ViewTrain", { from = "Porto", to = "Braga" })
local Demo = session:prototype("ViewDemo", { shown = EMPTY })

function Demo:cat() self.shown = session:create(Cat, {}) end
function Demo:train() self.shown = session:create(Train, {}) end
function Demo:nothing() self.shown = nil end
function Demo:isEmpty() return self.shown == nil end

return {
  title = "ui-view",
  demo = Demo,
  about = [[
Shows an object with the template of its type. Another object of the same type changes what differs, another type changes the template, nil
leaves a gap. Classes and bindings of the element stay with whatever takes its place.]],
}
]==] },
  },
  ["viewlist"] = {
    { name = "viewdefs/viewlist/ViewlistDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><button ui-action="another()">Another one</button> <button ui-action="reverse()">Turn round</button></p>
    <ul class="rows" role="list" ui-viewlist="fruits"><li></li></ul>
  </div>
</template>
]==] },
    { name = "viewdefs/viewlist/ViewlistFruit.DEFAULT.html", text = [==[
<template>
  <li>
    <sl-input label="Name" size="small" ui-value="name"></sl-input>
    <sl-icon-button name="x-lg" ui-attr-label="removeLabel()" ui-action="remove()"></sl-icon-button>
  </li>
</template>
]==] },
    { name = "lua/pages/viewlist.lua", text = [==[
local Demo = session:prototype("ViewlistDemo", { fruits = EMPTY, names = EMPTY })
local Fruit = session:prototype("ViewlistFruit", { name = "" })

function Demo:new()
  local demo = session:create(self, { fruits = {} })
  for _, name in ipairs({ "Apple", "Fig", "Quince" }) do demo:add(name) end
  return demo
end

function Demo:add(name) table.insert(self.fruits, 1, session:create(Fruit, { name = name, demo = self })) end
function Demo:another() self:add("Pear " .. #self.fruits + 1) end
function Demo:reverse()
  local last = #self.fruits
  for i = 1, last // 2 do self.fruits[i], self.fruits[last + 1 - i] = self.fruits[last + 1 - i], self.fruits[i] end
end

function Fruit:remove()
  for i, fruit in ipairs(self.demo.fruits) do
    if fruit == self then return table.remove(self.demo.fruits, i) end
  end
end
function Fruit:removeLabel() return "Remove " .. self.name end

return {
  title = "ui-viewlist",
  demo = Demo,
  about = [[
Shows an array: for each element a copy of the first child, replaced by the template of the element's type. Rows go with their objects: what is
typed into one, and where it was scrolled, stays when others come, go or change places.]],
}
]==] },
  },
  ["waiting"] = {
    { name = "viewdefs/waiting/WaitingDemo.DEFAULT.html", text = [==[
<template>
  <div class="stack">
    <p><sl-spinner></sl-spinner></p>
    <sl-divider></sl-divider>
    <sl-skeleton ui-class-hidden="isThere()"></sl-skeleton>
    <p role="status" ui-value="text"></p>
    <p><button ui-action="load()">Load</button></p>
  </div>
</template>
]==] },
    { name = "lua/pages/waiting.lua", text = [==[
local Demo = session:prototype("WaitingDemo", { text = "" })

function Demo:load() self.text = "Here it is." end
function Demo:isThere() return self.text ~= "" end

return {
  title = "sl-spinner, sl-skeleton, sl-divider",
  demo = Demo,
  about = [[
What stands where something will be, and what stands between things.]],
}
]==] },
  },
}
