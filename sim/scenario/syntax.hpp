// A condition's syntax before names and types are known: what the grammar of scenario-format makes
// of a text. The parser library stays behind this header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sim::scenario {

/// One node. Offsets are bytes from the beginning of the text.
struct Syntax {
    enum class Kind : std::uint8_t {
        disjunction,
        conjunction,
        negation,
        relation,  ///< text = operator; children left, right
        call,      ///< text = word; children = arguments
        binding,   ///< `x in set: condition`; text = x; children set, condition
        keyword,   ///< `by = value`; text = word
        star,
        name,  ///< text without quotes
        lsn,
        span,
        bytes,
        number,
        word_literal,
    } kind = Kind::name;
    std::string text;
    std::size_t offset = 0;  ///< of a relation: of its operator
    std::size_t length = 1;
    bool quoted = false;  ///< a name between quotes
    std::vector<Syntax> children;
};

struct SyntaxResult {
    std::optional<Syntax> root;
    std::size_t offset = 0;  ///< where reading stopped
    std::string message;
    std::string help;
};

[[nodiscard]] SyntaxResult parse_condition(std::string_view text);

/// Words that are literals of the grammar, and therefore no names of hosts.
[[nodiscard]] bool is_literal_word(std::string_view word);

}  // namespace sim::scenario
