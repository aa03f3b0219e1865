// The syntax of the product's own configuration file: lines `key = value`, comments from `#`, texts
// between single quotes. What the keys mean is not known here. Reads pgpool.conf and
// kingbasecluster.conf alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/reader.hpp"

namespace sim::site {

/// One line's key and value, as written.
struct Setting {
    enum class Written : std::uint8_t {
        quoted,   ///< between quotes; `text` is without them
        word,     ///< letters first: on, stream
        integer,  ///< decimal; `number` holds it
        decimal,
    } written = Written::word;
    std::string key;
    scenario::Spot key_spot;
    std::string text;
    std::int64_t number = 0;
    scenario::Spot spot;  ///< of the value
};

/// All settings of a text, in the order of the file. What is wrong stands in `reader`, a line that
/// cannot be read is left out. `file`: the text's index in `reader`.
[[nodiscard]] std::vector<Setting> read_settings(scenario::Reader& reader, std::uint16_t file);

/// A file's text, fit to be a source of `reader`: a regular file of limited size, no binary bytes,
/// UTF-8 but in comments, where other bytes become question marks. None after a complaint.
[[nodiscard]] std::optional<std::uint16_t> open_settings(scenario::Reader& reader,
                                                         const std::string& path);

/// Most settings of one file: the product has 130 keys, the numbered ones up to 128 times.
inline constexpr std::size_t most_settings = 4'000;

}  // namespace sim::site
