// The format as tables: which keys a section has, what they take, mean and default to. These
// tables check a file and print the reference.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sim::scenario {

/// What a key takes.
enum class Form : std::uint8_t {
    text,
    word,  ///< one of Key::choices, separated by `|`
    integer,
    boolean,
    date,
    span,   ///< "1min30s"
    range,  ///< "2s..5s" or a span
    rate,   ///< "20/s"
    lsn,
    bytes,
    decimal,  ///< 0.5 or 1
    condition,
    host,
    database,
    proxy,  ///< the name of a host that has one
    texts,  ///< a list of texts
    list,   ///< a list of tables
    table,
    any,  ///< several kinds; Key::meaning says which
};

struct Key {
    std::string_view name;
    Form form = Form::text;
    std::string_view fallback;  ///< as the file would say it; empty: none
    std::string_view meaning;
    std::string_view choices = {};
    bool required = false;
};

struct Section {
    std::string_view name;  ///< as messages and the reference call it: "[[step]]"
    std::string_view meaning;
    std::span<const Key> keys;
    std::string_view free = {};  ///< what other keys are, if any are allowed
};

namespace schema {
extern const Section top;
extern const Section cluster;
extern const Section host;
extern const Section link;
extern const Section database;
extern const Section host_database;
extern const Section proxy;  ///< besides the product's parameters
extern const Section commands;
extern const Section command;
extern const Section choices;
extern const Section step;
extern const Section observation;
extern const Section repeat;
extern const Section look;
extern const Section always;  ///< also [[never]]
extern const Section sometimes;
extern const Section load;
extern const Section waive;
extern const Section variant;
}  // namespace schema

/// All sections, in the order of the reference.
[[nodiscard]] std::span<const Section* const> sections();

/// "a text", "a span of time like \"10s\"": what a form takes, for messages.
[[nodiscard]] std::string_view form_words(Form form);

}  // namespace sim::scenario
