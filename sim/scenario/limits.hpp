// Limits of a scenario file. A file is data from anywhere: each limit is checked before the work
// that it bounds, and has a message of its own.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/time.hpp"

namespace sim::scenario::limits {

// Before any library sees the text (toolchain, toml++).
inline constexpr std::size_t file_bytes = 1'048'576;
inline constexpr std::size_t nesting = 32;          ///< brackets and braces inside each other
inline constexpr std::size_t key_characters = 200;  ///< of one whole dotted key
inline constexpr std::size_t key_parts = 8;         ///< of one dotted key
inline constexpr std::size_t line_bytes = 20'000;
inline constexpr std::size_t preset_depth = 4;  ///< files that extend files
inline constexpr std::size_t preset_files = 16;

// Of the meaning.
inline constexpr std::size_t hosts = 64;
inline constexpr std::size_t steps = 1'000;
inline constexpr std::size_t actions_of_step = 100;
inline constexpr std::size_t observations = 2'000;  ///< of all steps, always and never
inline constexpr std::size_t choices = 10'000;
inline constexpr std::size_t loads = 64;
inline constexpr std::size_t variants = 64;
inline constexpr std::size_t table_rows = 200;
inline constexpr std::size_t log_lines = 500;  ///< of one expectation
inline constexpr std::size_t pattern_characters = 500;
inline constexpr std::size_t pattern_states = 4'000;
inline constexpr std::size_t repeats = 10'000;

// Of one condition.
inline constexpr std::size_t condition_characters = 4'000;
inline constexpr std::size_t condition_depth = 40;
inline constexpr std::size_t condition_combinations = 100'000;  ///< of the `*` of one quantifier

/// The longest span that a file can name: ten years.
inline constexpr engine::Duration span = std::chrono::hours{87'600};

/// Diagnostics printed at most; the rest is counted.
inline constexpr std::size_t diagnostics = 50;
/// Diagnostics collected at most: a file of nothing but mistakes must not take minutes.
inline constexpr std::size_t diagnostics_collected = 1'000;
/// Longer words have no nearest one.
inline constexpr std::size_t nearest_characters = 200;

}  // namespace sim::scenario::limits
