// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/native_server/temp_folder.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tandem::native {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string name = absl::StrCat(::testing::TempDir(), "/tandem.XXXXXX");
  EXPECT_NE(::mkdtemp(name.data()), nullptr) << name;
  path_ = fs::canonical(name).string();
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TempFolder::operator/(absl::string_view relative) const {
  return absl::StrCat(path_, "/", relative);
}

TempFolder& TempFolder::Write(absl::string_view relative, absl::string_view text) {
  const fs::path file(*this / relative);
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  EXPECT_TRUE(stream.good()) << file;
  return *this;
}

TempFolder& TempFolder::MakeFolder(absl::string_view relative) {
  fs::create_directories(*this / relative);
  return *this;
}

TempFolder& TempFolder::Link(absl::string_view relative, absl::string_view target) {
  const fs::path link(*this / relative);
  fs::create_directories(link.parent_path());
  fs::create_symlink(std::string(target), link);
  return *this;
}

TempFolder& TempFolder::Remove(absl::string_view relative) {
  fs::remove_all(*this / relative);
  return *this;
}

TempFolder& TempFolder::SetOld(absl::string_view relative) {
  fs::last_write_time(*this / relative, fs::file_time_type::clock::now() - std::chrono::hours(48));
  return *this;
}

std::string TempFolder::Read(absl::string_view relative) const {
  std::ifstream stream(*this / relative, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

bool TempFolder::Has(absl::string_view relative) const { return fs::exists(*this / relative); }

}  // namespace tandem::native
