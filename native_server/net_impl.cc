// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Asio and Beast are compiled here, once, instead of in every file that includes them: see the
// defines of :net in BUILD.bazel.

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
