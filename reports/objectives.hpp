// Recovery time and recovery point of a run in words: how long clients went without a success, of
// what that time was made, and which acknowledged commits are gone.
#pragma once

#include <string>

#include "reports/story.hpp"

namespace reports {

/// Two to four lines. A story without loads has nobody who would notice, and says so.
[[nodiscard]] std::string objectives_text(const Telling& telling, const Style& style);

}  // namespace reports
