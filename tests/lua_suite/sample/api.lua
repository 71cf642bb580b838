-- Would fail if it ran: there is no T.

assert(T.testC("return 1"))
