// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// json.h comes along with //core/session:server, but nobody said that this file needs it.

#include "core/base/json.h"
