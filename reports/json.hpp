// Results as JSON, one object a line. `json_reference` says what each name means; names are added,
// never changed.
#pragma once

#include <string>

#include "reports/results.hpp"
#include "reports/style.hpp"

namespace reports {

/// One story's result, with a newline after it.
[[nodiscard]] std::string json_line(const StoryResult& result);

/// The names of the object and what they mean, for `simrun help json`.
[[nodiscard]] std::string json_reference(const Style& style);

}  // namespace reports
