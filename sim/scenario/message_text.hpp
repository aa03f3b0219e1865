// Texts of a logic's catalogue as a dialect prints them, in pieces: words, and holes with what may
// stand in them. Log lines and patterns of a file are held against these.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/context.hpp"

namespace sim::scenario {

/// The dialect's words for the catalogue's. No dialect: the same.
[[nodiscard]] std::string replaced(std::string text, const DialectWords* dialect);

struct TextPiece {
    std::string literal;         ///< in the dialect's words; empty for a hole
    std::int32_t argument = -1;  ///< of a hole
    std::string form;
};
[[nodiscard]] std::vector<TextPiece> pieces_of(std::string_view text, const DialectWords* dialect);

/// What a hole of a text could be: printed words and the argument's value, if it says one.
struct Candidate {
    std::string text;
    std::optional<std::int32_t> value;
};

/// What the holes of each form may print in this cluster.
class TextForms {
  public:
    explicit TextForms(const Context& context) : context_(context) {}
    /// Longer ones first. Empty: a number, or anything.
    [[nodiscard]] const std::vector<Candidate>& candidates(const std::string& form);

  private:
    struct Form {
        std::string form;
        std::vector<Candidate> candidates;
    };
    [[nodiscard]] std::vector<Candidate> make(const std::string& form) const;

    const Context& context_;
    std::deque<Form> known_;  ///< what was handed out stays where it is
};

/// The argument itself, or somebody's port.
[[nodiscard]] bool prints_number(std::string_view form);
/// At LOG or above: the product prints it without being told to.
[[nodiscard]] bool is_printed(failover::Severity severity);
/// The dialect never prints it.
[[nodiscard]] bool is_dropped(const failover::MessageText& message, const DialectWords* dialect);

}  // namespace sim::scenario
