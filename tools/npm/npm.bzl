# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""Repository rules for Node: @node knows the interpreter of this machine, @npm holds the packages of web/package-lock.json.

The lock file pins every package by its integrity hash and names no download address, so npm fetches from whichever
registry the user's own configuration names and refuses bytes that differ. No install script of any package is run. @npm
is fetched only when a target that needs a package is built; npm's own cache makes a second fetch work without network.
"""

def _node_configure_impl(ctx):
    node = ctx.which("node")
    if ctx.os.environ.get("TANDEM_NODE", "") == "none":
        node = None
    ctx.file("config.bzl", "NODE = %s\n" % repr(str(node) if node else ""))
    ctx.file("BUILD.bazel", "")

node_configure = repository_rule(
    implementation = _node_configure_impl,
    doc = "Defines NODE in config.bzl: the path of `node`, or the empty string.",
    configure = True,
    environ = [
        "PATH",
        # Version of Node, set by tools/setup so that an upgrade is noticed.
        "TANDEM_NODE",
    ],
    local = True,
)

def _npm_install_impl(ctx):
    npm = ctx.which("npm")
    if not npm:
        fail("npm is not on the PATH; ./tandem doctor tells what is missing")

    # Copies, not links: npm would otherwise see the project's own folder around them.
    ctx.file("package.json", ctx.read(ctx.attr.package_json))
    ctx.file("package-lock.json", ctx.read(ctx.attr.package_lock))
    result = ctx.execute(
        [npm, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
        timeout = 900,
    )
    if result.return_code != 0:
        fail("npm ci failed for web/package-lock.json:\n%s%s" % (result.stdout, result.stderr))

    # node_modules is one input, the directory: thousands of single files would cost every action seconds of sandbox.
    # The lock file beside it tells Bazel when the directory has become another.
    ctx.file("BUILD.bazel", """
package(default_visibility = ["//visibility:public"])

exports_files(["node_modules", "package-lock.json"])
""")

npm_install = repository_rule(
    implementation = _npm_install_impl,
    doc = "Provides @npm//:node_modules, a directory, and @npm//:package-lock.json.",
    attrs = {
        "package_json": attr.label(mandatory = True),
        "package_lock": attr.label(mandatory = True),
    },
)
