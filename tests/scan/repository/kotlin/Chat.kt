class Chat {
    // the cheap one
    val model = OpenAiChatModel.builder().apiKey(key).modelName("gpt-4o-mini").build()
    private val embeddingModel = System.getenv("EMBED_MODEL") ?: "text-embedding-3-small"
}
