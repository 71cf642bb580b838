// Copyright (c) the Tandem authors. Licensed under the MIT License.
