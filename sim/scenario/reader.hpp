// Reads values out of a file's tree and writes down what is wrong: kinds and unknown keys by the
// tables of schema.hpp, units by quantity.hpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/condition.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/schema.hpp"

namespace sim::scenario {

class Reader {
  public:
    /// A file read; its index is Spot::file.
    std::uint16_t add_source(std::string name, std::string text);
    [[nodiscard]] std::string_view text_of(std::uint16_t file) const { return sources_[file].text; }
    [[nodiscard]] std::size_t source_count() const { return sources_.size(); }

    void complain(const Spot& spot, std::string message, std::string help = {});
    /// About bytes of a string's value.
    void complain_inside(const Entry& string, const TextProblem& problem);
    /// About a whole file.
    void complain_of_file(const std::string& file, std::string message);
    [[nodiscard]] std::vector<Diagnostic>& diagnostics() { return diagnostics_; }

    /// Unknown keys, kinds that do not fit, missing keys. `table` may use keys of all `sections`;
    /// `more` are further valid words. REQUIRES: `table` is a table.
    void check(const Entry& table, std::span<const Section* const> sections,
               std::span<const std::string_view> more = {});
    void check(const Entry& table, const Section& section) {
        const Section* const one[] = {&section};
        check(table, one);
    }
    /// Kind of one value; true if it fits.
    bool fits(const Entry& value, Form form, std::string_view key);
    bool fits(const Entry& value, const Key& key);

    // Typed values: none if the key is missing or wrong; what is wrong has been said.
    [[nodiscard]] std::optional<std::string> text(const Entry& table, std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(const Entry& table, std::string_view key,
                                                      std::int64_t least, std::int64_t most);
    [[nodiscard]] std::optional<bool> boolean(const Entry& table, std::string_view key) const;
    [[nodiscard]] std::optional<Duration> span(const Entry& table, std::string_view key,
                                               bool sign = false);
    [[nodiscard]] std::optional<Span> range(const Entry& table, std::string_view key);
    /// Index of a word among `choices` ("a|b|c").
    [[nodiscard]] std::optional<std::size_t> word(const Entry& table, std::string_view key,
                                                  std::string_view choices);
    [[nodiscard]] std::optional<std::int64_t> millionths(const Entry& table, std::string_view key);

    /// The value of a Read, or its problem written down.
    template <class T>
    std::optional<T> take(const Entry& value, const Read<T>& read) {
        if (!read.value) complain_inside(value, {read.offset, 1, read.message, read.help});
        return read.value;
    }

  private:
    struct Source {
        std::string name;
        std::string text;
    };
    std::vector<Source> sources_;
    std::vector<Diagnostic> diagnostics_;
};

/// "did you mean `expect`?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> valid);

/// Words between `|`.
[[nodiscard]] std::vector<std::string_view> split_choices(std::string_view choices);

}  // namespace sim::scenario
