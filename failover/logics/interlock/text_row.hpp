// One row of a message table: the text and, where there are any, its detail and hint, a column each
// as the reference has them. For the sources that hold such tables.
#pragma once

#include <array>
#include <string_view>

#include "failover/catalogue.hpp"

namespace failover::interlock::text_rows {

/// `words`: the text, then the detail and the hint. `Text`: an enumeration with an `id()`.
template <class Text, class... Words>
constexpr MessageText row(Text text, std::string_view key, Severity severity, Words... words) {
    const std::array<std::string_view, 3> columns{words...};
    return {id(text), key, severity, columns[0], columns[1], columns[2], {}, false};
}

}  // namespace failover::interlock::text_rows
