#include "reports/columns.hpp"

#include <gtest/gtest.h>

namespace reports {
namespace {

Columns table() {
    Columns table;
    table.columns = {{"story"}, {"outcome", true}, {"sessions cut"}};
    table.rows = {{{"one"}, {"well"}, {"0"}},
                  {{"another"}, {"violates a rule that has a long name", Tone::bad}, {"12"}}};
    return table;
}

Style width(int columns) {
    Style style;
    style.width = columns;
    return style;
}

TEST(Columns, StandSideBySideWhereThereIsRoom) {
    EXPECT_EQ(columns_text(table(), width(80)),
              "story    outcome                               sessions\n"
              "                                               cut\n"
              "-------  ------------------------------------  --------\n"
              "one      well                                  0\n"
              "another  violates a rule that has a long name  12\n");
}

TEST(Columns, ProseWrapsWhereThereIsLess) {
    EXPECT_EQ(columns_text(table(), width(40)),
              "story    outcome                sessions\n"
              "                                cut\n"
              "-------  ---------------------  --------\n"
              "one      well                   0\n"
              "another  violates a rule that   12\n"
              "         has a long name\n");
}

TEST(Columns, AreBlocksWhereThereIsNone) {
    EXPECT_EQ(columns_text(table(), width(30)),
              "one\n"
              "  outcome         well\n"
              "  sessions cut    0\n"
              "another\n"
              "  outcome         violates a rule that\n"
              "                  has a long name\n"
              "  sessions cut    12\n");
}

TEST(Columns, NoLineIsWiderThanTheTerminal) {
    for (int columns = 40; columns < 100; ++columns) {
        const std::string text = columns_text(table(), width(columns));
        for (std::size_t from = 0; from < text.size();) {
            const std::size_t end = text.find('\n', from);
            EXPECT_LE(end - from, static_cast<std::size_t>(columns));
            from = end + 1;
        }
    }
}

TEST(Columns, ColoursDoNotCountAsWidth) {
    Style style = width(80);
    style.colour = true;
    std::string text = columns_text(table(), style);
    EXPECT_NE(text.find("\x1b[1;31mviolates"), std::string::npos);
    for (std::size_t at; (at = text.find('\x1b')) != std::string::npos;) {
        text.erase(at, text.find('m', at) - at + 1);
    }
    EXPECT_EQ(text, columns_text(table(), width(80)));
}

TEST(Columns, AnEmptyCellTakesNoLineInABlock) {
    Columns sparse = table();
    sparse.rows[0][1].text.clear();
    EXPECT_EQ(columns_text(sparse, width(30)).substr(0, 24), "one\n  sessions cut    0\n");
}

}  // namespace
}  // namespace reports
