// What the words of a fold mean, as a table: for each kind of event, fact and output the names of
// its words and how each is printed. What no row names is printed as a bare number.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/world/trace.hpp"

namespace sim::simrun {

/// How a number is printed.
enum class Form : std::uint8_t {
    number,  ///< signed
    big,     ///< 64 bits without a sign
    span,    ///< nanoseconds
    step,    ///< of the story, printed from 1
    host,
    database,
    proxy,
    role,       ///< of a proxy's process, by the logic's catalogue
    parameter,  ///< of the logic's catalogue
    word,       ///< from Field::words
};

/// A list of words for numbers from `first` on.
struct WordsOf {
    std::int32_t first = 0;
    std::span<const std::string_view> words;
};

enum class Part : std::uint8_t { low, high, whole };

/// A number inside a fold.
struct Field {
    std::string_view name;
    std::uint8_t word = 0;  ///< index into Fold::words
    Part part = Part::whole;
    Form form = Form::number;
    WordsOf words;  ///< of Form::word
};

struct Shape {
    std::string_view name;
    std::span<const Field> fields;
};

/// The row of a fold; an empty name if there is none.
[[nodiscard]] Shape shape_of(const world::Fold& fold);

/// The fold's own kind: an EventKind, a facts::Kind, an alternative of failover::Wish.
[[nodiscard]] std::uint64_t kind_of(const world::Fold& fold);

/// Names of failover::Plane.
[[nodiscard]] std::string_view plane_name(std::int64_t plane);

}  // namespace sim::simrun
