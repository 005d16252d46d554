param chatModelName string = 'gpt-4o-mini'
param location string = 'westeurope'

resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {
  name: 'embeddings'
  properties: {
    model: {
      format: 'OpenAI'
      name: 'text-embedding-3-large'
      version: '1'
    }
  }
}
