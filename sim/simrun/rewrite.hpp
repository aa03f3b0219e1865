// Replaces a file by a new text, wholly or not at all: whoever reads it meanwhile, and whoever
// finds it after a full disk or a crash, has either the old text or the new one.
#pragma once

#include <string>
#include <string_view>

namespace sim::simrun {

/// Empty, or why the file still has its old text: "cannot be written: No space left on device".
/// Mode and owner stay; of a symbolic link the file that it leads to is replaced.
[[nodiscard]] std::string rewrite_file(const std::string& path, std::string_view text);

}  // namespace sim::simrun
