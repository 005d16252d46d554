import Foundation

let query = ChatQuery(messages: [], model: "gpt-4o-audio-preview")
