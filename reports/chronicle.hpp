// The middle of the story: step by step what was done, what happened, what was observed, and truth
// beside belief whenever they changed.
#pragma once

#include <string>

#include "reports/story.hpp"

namespace reports {

[[nodiscard]] std::string chronicle(const Telling& telling, const Style& style);

}  // namespace reports
