// Package examples holds the examples that ship with nonpaper, as files in the
// program itself, so that they open from any directory.
//
// There are two folders:
//
//   - november-2025: the 28-point draft of November 2025, the E3 paper, the
//     24-point European text as far as it is known and the twenty-point draft,
//     with parties, positions, events and press reports. It is made from the
//     public record, and its words are paraphrases written for this project.
//   - meridian-lakes: a framework of 28 points between four parties, invented
//     from end to end.
//
// Each folder has a manifest.yaml, which names its files, and a README.md.
//
// A folder whose manifest says public-record: true has a notice. Whatever is
// printed from it, on whatever medium, carries that notice: "Paraphrase for
// demonstration. No Government wrote or endorsed these words." Its README.md
// has the other rules of use. Each text in november-2025 has the notice in its
// front matter too, so that a single file does not lose it.
//
// The package imports nothing of nonpaper and refuses to interpret the files;
// it hands them out as they stand.
package examples

import "embed"

// Files holds the folders november-2025 and meridian-lakes.
//
//go:embed november-2025 meridian-lakes
var Files embed.FS

// First is the folder that is shown where none is named.
const First = "november-2025"
