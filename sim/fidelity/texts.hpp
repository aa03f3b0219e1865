// Small things that all files of a recording have in common: who is meant by a heading, when it
// was, and words without blanks around them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sim::fidelity {

[[nodiscard]] std::string trimmed(const std::string& text);

/// The number of the first word like "pgpool1" in a heading; 0: there is none.
[[nodiscard]] std::int32_t proxy_in(const std::string& heading);

/// The time of day at the end of a text, "… 07:24:01.043", in milliseconds.
[[nodiscard]] std::optional<std::int64_t> time_in(const std::string& text);

/// "07:24:01.043"
[[nodiscard]] std::string time_text(std::int64_t milliseconds);

}  // namespace sim::fidelity
